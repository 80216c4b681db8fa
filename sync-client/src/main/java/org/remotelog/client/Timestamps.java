package org.remotelog.client;

import com.google.protobuf.ByteString;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.remotelog.format.MessageId;
import org.remotelog.format.MvdsMessage;

/**
 * Gives new messages their timestamps: the time of day, never before the message before, and the next free second for one
 * whose id the log already has.
 */
final class Timestamps {
    private final InstantSource clock;
    private final Set<MessageId> taken = new HashSet<>();
    private long last = Long.MIN_VALUE;
    private Iterator<MvdsMessage> older;

    /**
     * @param newestFirst the messages of the log; read only as far as their timestamps matter
     */
    Timestamps(InstantSource clock, Iterator<MvdsMessage> newestFirst) {
        this.clock = clock;
        this.older = newestFirst;
        if (older.hasNext()) {
            take(older.next());
        }
    }

    MvdsMessage stamp(ByteString group, ByteString body) {
        long now = clock.instant().getEpochSecond();
        if (now > last) {
            advanceTo(now);
        } else {
            takeOlderOfSameSecond();
        }
        MvdsMessage message = MvdsMessage.of(group, last, body);
        while (!taken.add(message.id())) {
            advanceTo(last + 1);
            message = MvdsMessage.of(group, last, body);
        }
        return message;
    }

    private void advanceTo(long second) {
        last = second;
        taken.clear();
        older = Collections.emptyIterator();
    }

    /** The clock stands still, or was set back. */
    private void takeOlderOfSameSecond() {
        while (older.hasNext()) {
            MvdsMessage message = older.next();
            if (message.timestamp() < last) {
                older = Collections.emptyIterator();
            } else {
                take(message);
            }
        }
    }

    private void take(MvdsMessage message) {
        last = Math.max(last, message.timestamp());
        taken.add(message.id());
    }
}
