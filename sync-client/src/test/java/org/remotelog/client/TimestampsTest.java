package org.remotelog.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.remotelog.format.MvdsMessage;
import org.remotelog.format.Pair;

final class TimestampsTest {
    private static final ByteString BODY = ByteString.copyFromUtf8("hello");

    private long now = 1000;
    private final List<MvdsMessage> log = new ArrayList<>();
    private final Set<Long> lost = new HashSet<>();

    /** How many messages were got to see their timestamps. */
    private int got;

    private Timestamps open() {
        List<Pair> newestFirst = new ArrayList<>();
        for (int i = log.size(); i > 0; i--) {
            newestFirst.add(Pair.embedded(log.get(i - 1), i));
        }
        return open(newestFirst.iterator());
    }

    private Timestamps open(Iterator<Pair> newestFirst) {
        return new Timestamps(() -> Instant.ofEpochSecond(now), newestFirst, pair -> {
            got++;
            return lost.contains(pair.sequence()) ? Optional.empty() : Optional.of(pair.message());
        });
    }

    private long stamp(Timestamps timestamps, ByteString body) {
        MvdsMessage message = timestamps.stamp(Messages.GROUP, body);
        assertThat(log).noneMatch(m -> m.id().equals(message.id()));
        log.add(message);
        return message.timestamp();
    }

    @Test
    void aMessageGetsTheTimeOfDay() {
        assertThat(stamp(open(), BODY)).isEqualTo(1000);
    }

    @Test
    void differentMessagesShareASecond() {
        Timestamps timestamps = open();
        assertThat(stamp(timestamps, BODY)).isEqualTo(1000);
        assertThat(stamp(timestamps, ByteString.copyFromUtf8("other"))).isEqualTo(1000);
    }

    @Test
    void theSameMessageTakesTheNextFreeSecond() {
        Timestamps timestamps = open();
        assertThat(stamp(timestamps, BODY)).isEqualTo(1000);
        assertThat(stamp(timestamps, BODY)).isEqualTo(1001);
        assertThat(stamp(timestamps, BODY)).isEqualTo(1002);
    }

    @Test
    void timeNeverGoesBackWhenTheClockDoes() {
        Timestamps timestamps = open();
        stamp(timestamps, BODY);
        now = 10;
        assertThat(stamp(timestamps, ByteString.copyFromUtf8("other"))).isEqualTo(1000);
    }

    @Test
    void afterARestartWithinTheSecondTheLogIsReadForTheIdsOfThatSecond() {
        Timestamps before = open();
        stamp(before, ByteString.copyFromUtf8("a"));
        stamp(before, BODY);
        stamp(before, ByteString.copyFromUtf8("b"));
        assertThat(stamp(open(), BODY)).isEqualTo(1001);
    }

    @Test
    void afterARestartInALaterSecondOnlyTheNewestMessageIsRead() {
        stamp(open(), BODY);
        now = 2000;
        Iterator<Pair> one = List.of(Pair.embedded(log.get(0), 1)).iterator();
        Timestamps timestamps = open(new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Pair next() {
                return one.next(); // Throws when a second one is asked for.
            }
        });
        assertThat(stamp(timestamps, BODY)).isEqualTo(2000);
    }

    @Test
    void afterARestartWithinASecondOfManyMessagesFewAreGot() {
        Timestamps before = open();
        for (int n = 0; n < 1000; n++) {
            now = n < 400 ? 1000 : 1001;
            stamp(before, ByteString.copyFromUtf8("message " + n));
        }
        got = 0;
        assertThat(stamp(open(), ByteString.copyFromUtf8("message 400"))).isEqualTo(1002);
        assertThat(got).isLessThan(12);
    }

    @Test
    void messagesThatCannotBeHadAreLookedPast() {
        Timestamps before = open();
        stamp(before, BODY);
        now = 1001;
        stamp(before, BODY);
        now = 10;
        lost.add(2L);
        assertThat(stamp(open(), ByteString.copyFromUtf8("other"))).isEqualTo(1000);
        lost.addAll(List.of(1L, 3L));
        assertThat(stamp(open(), BODY)).isEqualTo(10);
    }
}
