package org.remotelog.client;

import java.util.Optional;
import org.remotelog.format.Address;
import org.remotelog.format.SignedRecord;

/** What a reader has to report besides messages: never silence. */
public sealed interface LogEvent {
    /**
     * Messages that cannot be had now, because a page that leads to them cannot. What is newer stays readable; they are
     * asked for again with every read, and delivered late.
     *
     * @param from the first sequence
     * @param to the last sequence
     */
    record Gap(long from, long to) implements LogEvent {}

    /**
     * The CAS does not have a message or a page now. It is asked for again with every read.
     *
     * @param sequence of the message, or of the newest message of the page; 0 for a page of a log without sequences
     */
    record Missing(Address address, long sequence) implements LogEvent {}

    /**
     * What stands for a message or a page is something else. Nothing of it is delivered.
     *
     * @param address empty when the damage is in a page itself
     * @param sequence as in {@link Missing}
     * @param why for people
     */
    record Corrupt(Optional<Address> address, long sequence, String why) implements LogEvent {}

    /**
     * Two chained records were signed for one place: somebody has used the key twice. The two are kept as proof, which
     * anybody can verify, and the reader stops here.
     */
    record Fork(SignedRecord a, SignedRecord b) implements LogEvent {}

    /**
     * The NS answers an older head than one that was seen. The newer one is kept, nothing of the older is delivered.
     *
     * @param seen the newer one
     * @param answered the older one; empty when the NS says that it does not know the name
     */
    record Rollback(SignedRecord seen, Optional<SignedRecord> answered) implements LogEvent {}

    /** The head has expired: its publisher was away for long, or somebody withholds what is newer. */
    record Stale(SignedRecord record) implements LogEvent {}

    /**
     * The last message that was delivered is no longer in the log. Nothing of the new head is delivered.
     *
     * @param seen the head that had it
     * @param answered the head that does not
     */
    record Rewritten(SignedRecord seen, SignedRecord answered) implements LogEvent {}
}
