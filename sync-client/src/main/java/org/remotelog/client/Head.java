package org.remotelog.client;

import com.google.protobuf.ByteString;
import org.remotelog.format.Address;
import org.remotelog.format.Page;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.SignedRecord;

/**
 * A verified head: the content is the one that the record names, and it is a page.
 *
 * @param record what the name's key signed
 * @param page the newest page
 * @param atNs whether the NS holds the content, so that bytes can be put in front of it there
 */
public record Head(SignedRecord record, Page page, boolean atNs) {
    /**
     * @throws RemoteLogException CONTENT_MISMATCH if the content is not the one that the record names, and what {@link
     *     Page#decode} throws
     */
    static Head verify(SignedRecord record, ByteString content, boolean atNs) {
        if (!addressOf(record).matches(content)) {
            throw new RemoteLogException(
                    Reason.CONTENT_MISMATCH, "the content does not hash to what record " + record.id() + " names");
        }
        return new Head(record, Page.decode(content), atNs);
    }

    /**
     * @throws RemoteLogException MALFORMED_RECORD if the name points at something that is no content of a CAS
     */
    static Address addressOf(SignedRecord record) {
        return record.address()
                .orElseThrow(() -> new RemoteLogException(
                        Reason.MALFORMED_RECORD,
                        record.name() + " points at no log: its Value is no /ipfs/ path of a raw sha2-256 CID"));
    }

    ByteString content() {
        return page.bytes();
    }
}
