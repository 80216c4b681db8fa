package org.remotelog.cas.store;

import com.google.protobuf.ByteString;
import org.remotelog.format.Hex;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;

/**
 * The name that a client gave its upload.
 *
 * @param bytes 16, of the client's choice
 */
public record UploadId(ByteString bytes) {
    /** How many bytes. */
    public static final int BYTES = 16;

    /**
     * @throws RemoteLogException MALFORMED_REQUEST
     */
    public UploadId {
        if (bytes.size() != BYTES) {
            throw new RemoteLogException(
                    Reason.MALFORMED_REQUEST, "an upload_id is " + BYTES + " bytes, not " + bytes.size());
        }
    }

    @Override
    public String toString() {
        return Hex.of(bytes);
    }
}
