package org.remotelog.client;

import java.util.Optional;
import org.remotelog.format.Address;
import org.remotelog.format.MessageId;
import org.remotelog.format.Pair;

/**
 * Messages that a reader is owed.
 *
 * @param from the first sequence
 * @param to the last sequence
 * @param address what has to be fetched for them: the message, or the page whose newest pair is {@code to}
 * @param message the message id, when it is a message
 * @param number of the page, when it is a page; 0 when it is not known
 */
record Hole(long from, long to, Address address, Optional<MessageId> message, long number) {
    static Hole ofPage(long from, long to, Address page, long number) {
        return new Hole(from, to, page, Optional.empty(), number);
    }

    static Hole ofMessage(Pair pair) {
        return new Hole(pair.sequence(), pair.sequence(), pair.address().orElseThrow(), Optional.of(pair.id()), 0);
    }

    /** What of it comes after a sequence. */
    Optional<Hole> above(long sequence) {
        return sequence < from
                ? Optional.of(this)
                : sequence < to ? Optional.of(new Hole(sequence + 1, to, address, message, number)) : Optional.empty();
    }

    /** The pair that a message's hole came from. */
    Pair pair() {
        return new Pair(Optional.of(address), message.orElseThrow(), Optional.empty(), to);
    }
}
