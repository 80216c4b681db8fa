package org.remotelog.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.format.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.remotelog.proto.remotelog.RemoteLog;

class PageTest {
    static List<Vector> good() {
        return Vector.good("pages");
    }

    static List<Vector> ours() {
        return Vector.ours("pages");
    }

    static List<Vector> refused() {
        return Vector.refused("pages");
    }

    static List<Vector> corrupt() {
        return Vector.all("pages", "corrupt");
    }

    @ParameterizedTest
    @MethodSource("good")
    void aGoodPageIsReadAsItWasWritten(Vector vector) {
        Page page = Page.decode(vector.hex("bytes"));

        assertThat(page.bytes()).isEqualTo(vector.hex("bytes"));
        assertThat(Address.of(page.bytes())).hasToString(vector.text("address"));
        assertThat(page.number()).isEqualTo(vector.number("number"));
        assertThat(page.isSequenced()).isEqualTo(page.number() != 0);
        assertThat(page.tail()).isEqualTo(vector.address("tail"));
        assertThat(page.pairs()).isEqualTo(pairs(vector));
        assertThat(page.skips()).isEqualTo(skips(vector));
        assertThat(page.cas()).isEqualTo(vector.texts("cas"));
        assertThat(page.newest()).isEqualTo(page.pairs().get(0).sequence());
        assertThat(page.oldest())
                .isEqualTo(page.pairs().get(page.pairs().size() - 1).sequence());
    }

    @ParameterizedTest
    @MethodSource("ours")
    void theSameValuesGiveTheSameBytes(Vector vector) {
        Page page = Page.of(pairs(vector), vector.address("tail"), skips(vector), vector.number("number"));

        assertThat(page.bytes()).isEqualTo(vector.hex("bytes"));
    }

    @Test
    void whatIsEmbeddedIsTheMessageThatThePageSays() {
        List<Pair> embedded = good().stream()
                .flatMap(vector -> Page.decode(vector.hex("bytes")).pairs().stream())
                .filter(pair -> pair.data().isPresent())
                .toList();

        assertThat(embedded).isNotEmpty().allSatisfy(pair -> {
            assertThat(pair.message().bytes()).isEqualTo(pair.data().orElseThrow());
            assertThat(pair.message().id()).isEqualTo(pair.id());
        });
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aPageThatBreaksARuleIsRefused(Vector vector) {
        assertRefused(vector.reason(), () -> Page.decode(vector.hex("bytes")));
    }

    @ParameterizedTest
    @MethodSource("corrupt")
    void aCorruptMessageDoesNotSpoilItsPage(Vector vector) {
        Page page = Page.decode(vector.hex("bytes"));
        Pair pair = page.pairs().get((int) vector.number("index"));

        assertRefused(vector.reason(), pair::message);
    }

    @Test
    void aPageIsAtMostWhatTheCasTakes() {
        Pair pair = Pair.stored(message(1), 1);
        ByteString page = RemoteLog.newBuilder()
                .addPair(pair.encode())
                .setNumber(1)
                .build()
                .toByteString();
        // An unknown field makes it as long as wanted; 6 bytes are its tag and length.
        int room = Page.MAX_BYTES - page.size();
        ByteString filler = ByteString.fromHex("a21f") // Field 500.
                .concat(varint(room - 6))
                .concat(ByteString.copyFrom(new byte[room - 6]));

        assertThat(Page.decode(page.concat(filler)).pairs()).containsExactly(pair);
        assertRefused(
                Reason.MALFORMED_PAGE, () -> Page.decode(page.concat(filler).concat(ByteString.fromHex("00"))));
    }

    private static ByteString varint(int number) {
        ByteString.Output out = ByteString.newOutput();
        for (int rest = number; ; rest >>>= 7) {
            if (rest < 0x80) {
                out.write(rest);
                return out.toByteString();
            }
            out.write((rest & 0x7f) | 0x80);
        }
    }

    @Test
    void newPairsInFrontOfAPageAreThePageWithThemInFront() {
        Page page = Page.of(List.of(embedded(2), embedded(1)), Optional.empty(), List.of(), 1);

        Page joined = Page.decode(Page.prefix(List.of(embedded(4), embedded(3))).concat(page.bytes()));

        assertThat(joined.pairs()).extracting(Pair::sequence).containsExactly(4L, 3L, 2L, 1L);
        assertThat(joined)
                .usingRecursiveComparison()
                .isEqualTo(Page.of(joined.pairs(), joined.tail(), joined.skips(), joined.number()));
    }

    private static Pair embedded(long sequence) {
        return Pair.embedded(message(sequence), sequence);
    }

    private static MvdsMessage message(long timestamp) {
        return MvdsMessage.of(ByteString.fromHex("00".repeat(32)), timestamp, ByteString.copyFromUtf8("text"));
    }

    @Test
    void aPageNamesItsTailThenItsSkipsEachOnce() {
        List<Page> sequenced = good().stream()
                .map(vector -> Page.decode(vector.hex("bytes")))
                .filter(Page::isSequenced)
                .toList();

        assertThat(sequenced).isNotEmpty().allSatisfy(page -> {
            List<Skip> expected = new ArrayList<>();
            page.tail().ifPresent(tail -> expected.add(new Skip(tail, page.oldest() - 1)));
            page.skips().stream().filter(skip -> !expected.contains(skip)).forEach(expected::add);
            assertThat(page.older()).containsExactlyElementsOf(expected);
        });
    }

    private static List<Pair> pairs(Vector vector) {
        return vector.list("pairs").stream()
                .map(pair -> new Pair(
                        pair.address("address"),
                        new MessageId(pair.hex("id")),
                        pair.has("data") ? Optional.of(pair.hex("data")) : Optional.empty(),
                        pair.number("sequence")))
                .toList();
    }

    private static List<Skip> skips(Vector vector) {
        return vector.list("skip").stream()
                .map(skip -> new Skip(Address.parse(skip.text("page")), skip.number("sequence")))
                .toList();
    }
}
