package org.remotelog.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.remotelog.format.MvdsMessage;

final class TimestampsTest {
    private static final ByteString BODY = ByteString.copyFromUtf8("hello");

    private long now = 1000;
    private final List<MvdsMessage> log = new ArrayList<>();

    private Timestamps open() {
        List<MvdsMessage> newestFirst = new ArrayList<>(log);
        Collections.reverse(newestFirst);
        return open(newestFirst.iterator());
    }

    private Timestamps open(Iterator<MvdsMessage> newestFirst) {
        return new Timestamps(() -> Instant.ofEpochSecond(now), newestFirst);
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
        Iterator<MvdsMessage> one = List.of(log.get(0)).iterator();
        Timestamps timestamps = open(new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public MvdsMessage next() {
                return one.next(); // Throws when a second one is asked for.
            }
        });
        assertThat(stamp(timestamps, BODY)).isEqualTo(2000);
    }
}
