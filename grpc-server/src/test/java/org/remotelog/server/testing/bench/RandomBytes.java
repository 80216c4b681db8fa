package org.remotelog.server.testing.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** Bytes that were never seen before and cannot be compressed, at next to no cost: slices of one large pool behind a new head. */
public final class RandomBytes {
    private static final int POOL_BYTES = 4 << 20;
    private static final int HEAD_BYTES = 16;

    private final ByteString pool;

    public RandomBytes() {
        byte[] bytes = new byte[POOL_BYTES];
        new Random(1).nextBytes(bytes);
        this.pool = UnsafeByteOperations.unsafeWrap(bytes);
    }

    /**
     * New bytes.
     *
     * @param length at least 16, at most 4 MiB
     */
    public ByteString next(int length) {
        int rest = length - HEAD_BYTES;
        int offset = ThreadLocalRandom.current().nextInt(POOL_BYTES - rest + 1);
        return UnsafeByteOperations.unsafeWrap(head()).concat(pool.substring(offset, offset + rest));
    }

    private static byte[] head() {
        byte[] head = new byte[HEAD_BYTES];
        ThreadLocalRandom.current().nextBytes(head);
        return head;
    }
}
