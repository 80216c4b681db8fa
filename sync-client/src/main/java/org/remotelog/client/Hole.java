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
 */
record Hole(long from, long to, Address address, Optional<MessageId> message) {
    static Hole ofPage(long from, long to, Address page) {
        return new Hole(from, to, page, Optional.empty());
    }

    static Hole ofMessage(Pair pair) {
        return new Hole(pair.sequence(), pair.sequence(), pair.address().orElseThrow(), Optional.of(pair.id()));
    }

    /** The pair that a message's hole came from. */
    Pair pair() {
        return new Pair(Optional.of(address), message.orElseThrow(), Optional.empty(), to);
    }
}
