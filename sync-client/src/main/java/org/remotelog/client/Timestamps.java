package org.remotelog.client;

import com.google.protobuf.ByteString;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.remotelog.format.MessageId;
import org.remotelog.format.MvdsMessage;
import org.remotelog.format.Pair;
import org.remotelog.format.RemoteLogException;

/**
 * Gives new messages their timestamps: the time of day, never before the message before, and the next free second for one
 * whose id the log already has.
 */
final class Timestamps {
    /** So many ids are read in vain at most. */
    private static final int MAX_STEP = 4096;

    private final InstantSource clock;
    private final Function<Pair, Optional<MvdsMessage>> messages;
    private final Set<MessageId> taken = new HashSet<>();
    private long last = Long.MIN_VALUE;
    private Iterator<Pair> older;
    private int step = 1;

    /**
     * @param newestFirst the pairs of the log; read only as far as their timestamps matter
     * @param messages the message of a pair, if it can be had
     */
    Timestamps(InstantSource clock, Iterator<Pair> newestFirst, Function<Pair, Optional<MvdsMessage>> messages) {
        this.clock = clock;
        this.messages = messages;
        this.older = newestFirst;
        Optional<MvdsMessage> newest = Optional.empty();
        while (newest.isEmpty() && older.hasNext()) {
            newest = takeOlder();
        }
        newest.ifPresent(this::take);
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

    /** Takes note of a message of the log that was made elsewhere. */
    void take(MvdsMessage message) {
        last = Math.max(last, message.timestamp());
        taken.add(message.id());
    }

    private void advanceTo(long second) {
        last = second;
        taken.clear();
        older = Collections.emptyIterator();
    }

    /** The clock stands still, or was set back. */
    private void takeOlderOfSameSecond() {
        while (older.hasNext()) {
            if (takeOlder().filter(message -> message.timestamp() < last).isPresent()) {
                older = Collections.emptyIterator();
            }
        }
    }

    /** Takes the ids of some more, and twice as many each time; only of the oldest of them the message has to be got. */
    private Optional<MvdsMessage> takeOlder() {
        Optional<Pair> oldest = Optional.empty();
        try {
            for (int i = 0; i < step && older.hasNext(); i++) {
                Pair pair = older.next();
                taken.add(pair.id());
                oldest = Optional.of(pair);
            }
        } catch (RemoteLogException e) { // The CAS has lost a page: no reason not to write.
            older = Collections.emptyIterator();
        }
        step = Math.min(2 * step, MAX_STEP);
        return oldest.flatMap(messages);
    }
}
