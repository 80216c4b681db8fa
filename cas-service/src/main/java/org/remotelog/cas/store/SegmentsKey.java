package org.remotelog.cas.store;

import com.google.protobuf.ByteString;

/**
 * Under which the segments of one upload are kept. Not the content's address: of two uploads of one content, the one
 * that is abandoned takes nothing from the other.
 *
 * @param bytes 16, random
 */
public record SegmentsKey(ByteString bytes) {
    /** How many bytes. */
    public static final int BYTES = 16;

    public SegmentsKey {
        if (bytes.size() != BYTES) {
            throw new IllegalArgumentException("a key of segments is " + BYTES + " bytes, not " + bytes.size());
        }
    }
}
