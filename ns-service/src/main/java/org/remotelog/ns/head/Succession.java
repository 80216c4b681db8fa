package org.remotelog.ns.head;

import com.google.protobuf.ByteString;
import java.util.Comparator;
import java.util.List;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.SignedRecord;
import org.remotelog.ns.store.Head;

/**
 * Which record replaces which, and which ancestors fit.
 *
 * <p>The records of an update, oldest first, stand on both sides of the stored head. The oldest of those above it must
 * succeed it, the others follow from one to the next. Those up to the head are stored already, or fill a hole in the chain
 * and must fit their neighbours there.
 */
final class Succession {
    /** The order of IPNS among plain records; by what is signed, because anybody can alter the rest. */
    private static final Comparator<SignedRecord> IPNS_ORDER = Comparator.comparingLong(SignedRecord::sequence)
            .thenComparing(SignedRecord::validity)
            .thenComparing(SignedRecord::data, ByteString.unsignedLexicographicalComparator());

    private final SignedUpdate update;
    private final List<SignedRecord> chain;
    private final StoredChain stored;

    /**
     * @param stored with what is stored in the places of the update's records and beside them
     */
    Succession(SignedUpdate update, StoredChain stored) {
        this.update = update;
        this.chain = update.chain();
        this.stored = stored;
    }

    /**
     * A gap among the records is fine only where the stored chain closes it: between those up to the head and those above,
     * and before a record that is stored.
     *
     * @throws RemoteLogException MALFORMED_RECORD
     */
    static void checkGaps(SignedUpdate update, StoredChain stored) {
        List<SignedRecord> chain = update.chain();
        for (int i = 1; i < chain.size(); i++) {
            SignedRecord older = chain.get(i - 1);
            SignedRecord newer = chain.get(i);
            boolean closed = !stored.isOlderThan(older) && (stored.isOlderThan(newer) || newer == update.record());
            if (!newer.names(older) && !closed) {
                throw malformed("nothing stored closes the gap between #" + older.sequence() + " and #"
                                + newer.sequence())
                        .at(update.pathInChain(i));
            }
        }
    }

    /**
     * The ancestors to store with the record.
     *
     * @throws RemoteLogException MALFORMED_RECORD, HEAD_MOVED if the record, or an ancestor, has no place in the stored chain
     */
    List<SignedRecord> missingAncestors() {
        for (int i = 0; i < chain.size(); i++) {
            if (!stored.has(chain.get(i))) {
                checkFits(i);
            }
        }
        return update.ancestors().stream()
                .filter(ancestor -> !stored.has(ancestor))
                .toList();
    }

    private void checkFits(int i) {
        SignedRecord record = chain.get(i);
        boolean above = stored.isOlderThan(record);
        boolean follows = i > 0 && record.names(chain.get(i - 1));
        if (!above && record != update.record()) {
            checkFillsHole(i, follows);
        } else if (!above || !follows) {
            stored.head().ifPresent(head -> checkSucceeds(record, head, update.pathInChain(i)));
        }
    }

    private void checkSucceeds(SignedRecord record, Head head, String path) {
        SignedRecord newest = head.record();
        if (record.names(newest)) {
            if (record.sequence() != newest.sequence() + 1) {
                throw malformed("a record has the Sequence of its predecessor and 1 more: " + (newest.sequence() + 1)
                                + ", not " + record.sequence())
                        .at(path);
            }
            return;
        }
        boolean replaces = record.isChained()
                ? record.sequence() > newest.sequence()
                        && update.replaces().filter(newest.id()::equals).isPresent()
                : !newest.isChained() && IPNS_ORDER.compare(record, newest) > 0;
        if (!replaces) {
            throw new HeadMoved(
                    head,
                    (record.isChained() ? "record #" : "plain record #") + record.sequence()
                            + " does not succeed the stored head, #" + newest.sequence());
        }
    }

    private void checkFillsHole(int i, boolean followsInUpdate) {
        SignedRecord record = chain.get(i);
        long sequence = record.sequence();
        boolean fitsOlder = followsInUpdate || !stored.hasRecordAt(sequence - 1) || stored.names(record, sequence - 1);
        boolean fitsNewer = chain.get(i + 1).names(record) || stored.isNamedAt(sequence + 1, record);
        if (stored.hasRecordAt(sequence) || !fitsOlder || !fitsNewer) {
            throw new HeadMoved(
                    stored.head().orElseThrow(), "ancestor #" + sequence + " does not fit the stored chain");
        }
    }

    private static RemoteLogException malformed(String message) {
        return new RemoteLogException(Reason.MALFORMED_RECORD, message);
    }
}
