package org.remotelog.cas.store;

import com.google.common.primitives.Longs;
import com.google.protobuf.ByteString;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;

/**
 * A piece of a content that is stored in pieces, and can be verified by itself: it is stored with the SHA-256 of the
 * content's address, its own number and its bytes. So a range is read without reading the rest, and a segment that was
 * altered, or is another one's, is noticed.
 */
public final class Segment {
    /**
     * The length of every segment but the last. A reader that stops costs about one; of more than one, a reader of few
     * bytes would pay the hashing.
     */
    public static final int BYTES = 64 << 10;

    private static final int HASH_BYTES = 32;

    private Segment() {}

    /** How many segments a content of a size has. */
    public static long count(long size) {
        return (size + BYTES - 1) / BYTES;
    }

    /** How long a segment of a content is. */
    public static int length(long size, long number) {
        return (int) Math.min(BYTES, size - number * BYTES);
    }

    /** What is stored. */
    public static ByteString seal(Address address, long number, ByteString data) {
        return data.concat(hash(address, number, data));
    }

    /**
     * The bytes of what was stored.
     *
     * @param length that it must have
     * @throws RemoteLogException CONTENT_CORRUPT if it is not what was sealed
     */
    public static ByteString open(Address address, long number, int length, ByteString stored) {
        if (stored.size() == length + HASH_BYTES) {
            ByteString data = stored.substring(0, length);
            if (hash(address, number, data).equals(stored.substring(length))) {
                return data;
            }
        }
        throw new RemoteLogException(
                Reason.CONTENT_CORRUPT,
                "segment " + number + " of what is stored under " + address + " does not match");
    }

    private static ByteString hash(Address address, long number, ByteString data) {
        ByteString place = address.bytes().concat(ByteString.copyFrom(Longs.toByteArray(number)));
        return Address.ofJoined(place, data).hash();
    }
}
