package org.remotelog.client;

import com.google.protobuf.ByteString;

/**
 * How long a message may be. A CAS may take contents of many GiB, and a message is held in memory as a whole: without a bound
 * of its own, a log could make its readers take as much as its author likes.
 *
 * @param bytes of the serialized message
 */
record MessageLimit(int bytes) {
    /** What a phone can hold twice. */
    static final int DEFAULT_BYTES = 64 * 1024 * 1024;

    /** What comes in a batch is held anyway. */
    static final int LEAST_BYTES = CasClient.MAX_BATCH_BYTES;

    /** A message and its body are an array each. */
    static final int MOST_BYTES = 1024 * 1024 * 1024;

    static final MessageLimit DEFAULT = new MessageLimit(DEFAULT_BYTES);

    /**
     * @throws IllegalArgumentException if it is out of range
     */
    MessageLimit {
        if (bytes < LEAST_BYTES || bytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "a limit for messages is " + LEAST_BYTES + " to " + MOST_BYTES + " bytes, not " + bytes);
        }
    }

    boolean admits(ByteString message) {
        return message.size() <= bytes;
    }
}
