package org.remotelog.ns.head;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.Optional;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.SignedRecord;
import org.remotelog.ns.store.HeldContent;
import org.remotelog.ns.store.HeldContent.Extent;

/**
 * What becomes of a head's content in an update.
 *
 * @param held what the next head has; empty when its content is not here
 * @param piece what is written for it
 * @param joined the whole, when it is at hand
 */
record NextContent(Optional<HeldContent> held, Optional<ByteString> piece, Optional<ByteString> joined) {
    /** The content lives elsewhere. */
    static final NextContent ABSENT = new NextContent(Optional.empty(), Optional.empty(), Optional.empty());

    /** The content stays what it is. */
    static NextContent kept(Optional<HeldContent> held) {
        return new NextContent(held, Optional.empty(), Optional.empty());
    }

    /**
     * The content comes as a whole.
     *
     * @param revision of the next head
     * @throws RemoteLogException CONTENT_MISMATCH
     */
    static NextContent whole(ByteString content, SignedRecord record, long revision) {
        checkMatches(record, content, "the content");
        return asOnePiece(content, new Extent(revision, content.size()), revision);
    }

    /**
     * The content is put in front of what is held.
     *
     * @param stored what is held, joined
     * @param revision of the next head
     * @throws RemoteLogException MALFORMED_CONTENT, CONTENT_MISMATCH
     */
    static NextContent prepended(
            ByteString content,
            ByteString stored,
            HeldContent held,
            SignedRecord record,
            long revision,
            Limits limits) {
        limits.checkHeadBytes(content.size() + (long) stored.size());
        ByteString joined = content.concat(stored);
        checkMatches(record, joined, "the content in front of the stored content");
        if (content.isEmpty()) {
            return kept(Optional.of(held));
        }
        Extent extent = new Extent(held.extent().lineage(), joined.size());
        if (held.pieces() == limits.pieces()) {
            return asOnePiece(UnsafeByteOperations.unsafeWrap(joined.toByteArray()), extent, revision);
        }
        return new NextContent(
                Optional.of(new HeldContent(held.stack(), held.pieces() + 1, extent)),
                Optional.of(content),
                Optional.of(joined));
    }

    /** Whether a record names this content as that of the head. */
    static boolean matches(SignedRecord record, ByteString content) {
        return record.address().filter(address -> address.matches(content)).isPresent();
    }

    private static NextContent asOnePiece(ByteString content, Extent extent, long revision) {
        return new NextContent(
                Optional.of(new HeldContent(revision, 1, extent)), Optional.of(content), Optional.of(content));
    }

    private static void checkMatches(SignedRecord record, ByteString content, String what) {
        if (!matches(record, content)) {
            throw new RemoteLogException(Reason.CONTENT_MISMATCH, what + " does not hash to the record's Value")
                    .at("content");
        }
    }
}
