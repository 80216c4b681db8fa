package org.remotelog.format;

import com.google.protobuf.ByteString;

/**
 * The id of a signed record: SHA-256 of its {@code data}. A chained record names its predecessor by
 * it; the first record of a name has {@link #NONE} there.
 *
 * @param hash 32 bytes
 */
public record RecordId(ByteString hash) {
    /** The length of a record id. */
    public static final int BYTES = Sha256.BYTES;

    /** 32 zero bytes: what stands where the first record of a name would have its predecessor. */
    public static final RecordId NONE = new RecordId(ByteString.copyFrom(new byte[BYTES]));

    /**
     * @throws RemoteLogException MALFORMED_REQUEST if it is not 32 bytes
     */
    public RecordId {
        if (hash.size() != BYTES) {
            throw new RemoteLogException(
                    Reason.MALFORMED_REQUEST, "a record id is " + BYTES + " bytes, not " + hash.size());
        }
    }

    /** The id of the record with this {@code data}. */
    public static RecordId of(ByteString data) {
        return new RecordId(Sha256.of(data));
    }

    /** Hexadecimal. */
    @Override
    public String toString() {
        return Hex.of(hash);
    }
}
