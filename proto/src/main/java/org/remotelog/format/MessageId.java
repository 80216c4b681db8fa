package org.remotelog.format;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The id of an MVDS message (H1): SHA-256 of ASCII {@code MESSAGE_ID}, the group id, the timestamp
 * as 8 bytes little-endian two's complement, the body. Metadata is not covered.
 *
 * <p>Source: 2/MVDS.
 *
 * @param hash 32 bytes
 */
public record MessageId(ByteString hash) {
    /** The length of a message id. */
    public static final int BYTES = Sha256.BYTES;

    private static final ByteString DOMAIN = ByteString.copyFromUtf8("MESSAGE_ID");

    /**
     * @throws RemoteLogException MALFORMED_MESSAGE if it is not 32 bytes
     */
    public MessageId {
        if (hash.size() != BYTES) {
            throw new RemoteLogException(
                    Reason.MALFORMED_MESSAGE, "a message id is " + BYTES + " bytes, not " + hash.size());
        }
    }

    /**
     * The id of a message. The caller has checked that the group id is 32 bytes: with other lengths
     * two different messages can have the same id.
     */
    static MessageId of(ByteString groupId, long timestamp, ByteString body) {
        ByteBuffer time =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, timestamp);
        return new MessageId(Sha256.of(DOMAIN, groupId, ByteString.copyFrom(time), body));
    }

    /** Hexadecimal. */
    @Override
    public String toString() {
        return Hex.of(hash);
    }
}
