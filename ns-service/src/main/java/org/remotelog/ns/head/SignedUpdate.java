package org.remotelog.ns.head;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.remotelog.format.Name;
import org.remotelog.format.Reason;
import org.remotelog.format.RecordId;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.SignedRecord;

/**
 * An update that is right in itself: its sizes, its signatures, its ancestors as a chain. Whether it fits what is stored is
 * for {@link Succession} to say.
 *
 * @param ancestors oldest first
 */
record SignedUpdate(
        SignedRecord record,
        List<SignedRecord> ancestors,
        Optional<ByteString> content,
        boolean prepend,
        Optional<RecordId> replaces) {
    /** The most bytes of ancestors in one update; more come in several. */
    static final int MAX_ANCESTOR_BYTES = 1 << 20;

    private static final String ANCESTOR = "ancestor";
    private static final String RECORD = "record";
    private static final String REPLACES = "replaces";

    /**
     * Checks what costs next to nothing: sizes, then the name.
     *
     * @throws RemoteLogException MALFORMED_RECORD, MALFORMED_CONTENT, MALFORMED_REQUEST, MALFORMED_NAME
     */
    static Name checkSizes(Update update, Limits limits) {
        if (update.record().size() > SignedRecord.MAX_BYTES) { // SignedRecord says so too, but only on a worker.
            throw new RemoteLogException(
                            Reason.MALFORMED_RECORD,
                            "a record is at most " + SignedRecord.MAX_BYTES + " bytes, not "
                                    + update.record().size())
                    .at(RECORD);
        }
        update.content().ifPresent(content -> limits.checkHeadBytes(content.size()));
        long ancestorBytes =
                update.ancestors().stream().mapToLong(ByteString::size).sum();
        if (ancestorBytes > MAX_ANCESTOR_BYTES) {
            throw new RemoteLogException(
                            Reason.MALFORMED_REQUEST,
                            "ancestors are at most " + MAX_ANCESTOR_BYTES + " bytes in one call, not " + ancestorBytes)
                    .at(ANCESTOR);
        }
        if (update.prepend() && update.content().isEmpty()) {
            throw new RemoteLogException(Reason.MALFORMED_REQUEST, "there is no content to prepend").at("prepend");
        }
        Field.recordId(REPLACES, update.replaces());
        return Field.at("name", () -> Name.parse(update.name()));
    }

    /**
     * Verifies every signature, the newest record's first, then that the ancestors are a chain.
     *
     * @throws RemoteLogException MALFORMED_RECORD, RECORD_UNSIGNED, SIGNATURE_INVALID
     */
    static SignedUpdate verify(Name name, Update update) {
        SignedRecord record = Field.at(RECORD, () -> SignedRecord.verify(name, update.record()));
        List<SignedRecord> ancestors = new ArrayList<>();
        for (ByteString envelope : update.ancestors()) {
            ancestors.add(Field.at(path(ancestors.size()), () -> SignedRecord.verify(name, envelope)));
        }
        Optional<RecordId> replaces = Field.recordId(REPLACES, update.replaces());
        SignedUpdate signed =
                new SignedUpdate(record, List.copyOf(ancestors), update.content(), update.prepend(), replaces);
        if (!ancestors.isEmpty()) {
            signed.checkChain();
        }
        return signed;
    }

    /** The ancestors, then the record: oldest first. */
    List<SignedRecord> chain() {
        List<SignedRecord> chain = new ArrayList<>(ancestors);
        chain.add(record);
        return chain;
    }

    /** Where in the request a record of the chain stands. */
    String pathInChain(int index) {
        return index < ancestors.size() ? path(index) : RECORD;
    }

    /** Sequences may leave out what is stored already; where they do not, each record names the one before. */
    private void checkChain() {
        List<SignedRecord> chain = chain();
        for (int i = 0; i < chain.size(); i++) {
            SignedRecord newer = chain.get(i);
            if (!newer.isChained()) {
                throw malformed("a plain record (without _prev) has no place in a chain of ancestors", i);
            }
            if (i > 0) {
                SignedRecord older = chain.get(i - 1);
                boolean adjacent = newer.sequence() == older.sequence() + 1;
                if (newer.sequence() <= older.sequence() || adjacent != newer.names(older)) {
                    throw malformed(
                            "record #" + newer.sequence() + " does not chain on the ancestor before it, #"
                                    + older.sequence(),
                            i);
                }
            }
        }
    }

    private RemoteLogException malformed(String message, int index) {
        return new RemoteLogException(Reason.MALFORMED_RECORD, message).at(pathInChain(index));
    }

    private static String path(int ancestor) {
        return ANCESTOR + "[" + ancestor + "]";
    }
}
