package org.remotelog.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From the name down to the messages, as PROTOCOL.md tells it. */
class LogsTest {
    static List<Vector> good() {
        return Vector.good("logs");
    }

    @ParameterizedTest
    @MethodSource("good")
    void aLogIsReadFromItsNameAlone(Vector log) {
        SignedRecord record = SignedRecord.verify(Name.parse(log.text("name")), log.hex("record"));
        Address head = record.address().orElseThrow();
        assertThat(head.matches(log.hex("head"))).isTrue();

        Deque<Pair> oldestFirst = new ArrayDeque<>();
        Optional<Page> page = Optional.of(Page.decode(log.hex("head")));
        while (page.isPresent()) {
            page.get().pairs().forEach(oldestFirst::addFirst);
            Page newer = page.get();
            page = newer.tail().map(tail -> Page.decode(fetch(log, tail)));
            page.ifPresent(older -> {
                assertThat(older.number()).isEqualTo(newer.number() - 1);
                assertThat(older.newest()).isEqualTo(newer.oldest() - 1);
            });
        }

        assertThat(oldestFirst).hasSameSizeAs(log.list("messages"));
        for (Vector expected : log.list("messages")) {
            Pair pair = oldestFirst.remove();
            MvdsMessage message = pair.data().isPresent()
                    ? pair.message()
                    : pair.message(fetch(log, pair.address().orElseThrow()));
            assertThat(pair.sequence()).isEqualTo(expected.number("sequence"));
            assertThat(message.id()).hasToString(expected.text("id"));
            assertThat(message.bytes()).isEqualTo(expected.hex("bytes"));
        }
    }

    @Test
    void skipsLeadToThePagesThatTheyName() {
        int skips = 0;
        for (Vector log : good()) {
            for (Skip skip : Page.decode(log.hex("head")).skips()) {
                assertThat(Page.decode(fetch(log, skip.page())).newest()).isEqualTo(skip.sequence());
                skips++;
            }
        }
        assertThat(skips).isPositive();
    }

    private static ByteString fetch(Vector log, Address address) {
        ByteString content = new Vector(log.json().get("cas")).hex(address.toString());
        assertThat(address.matches(content)).isTrue();
        return content;
    }
}
