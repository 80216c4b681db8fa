package org.remotelog.cas.campaign;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.SplittableRandom;

/**
 * Contents by number, made when they are asked for, so that any number of them needs no memory. The sizes spread evenly
 * over their logarithm: as many from 1 to 2 KiB as from 2 to 4 KiB.
 *
 * @param seed other contents for another one
 * @param least their least size; at least 16 bytes, so that no two are the same
 * @param most their greatest size
 */
record Contents(long seed, int least, int most) {
    Contents {
        if (least < 16 || most < least) {
            throw new IllegalArgumentException("from " + least + " to " + most + " bytes");
        }
    }

    ByteString get(int number) {
        SplittableRandom random = new SplittableRandom(new SplittableRandom(seed ^ number).nextLong());
        byte[] bytes = new byte[(int) Math.round(least * Math.pow((double) most / least, random.nextDouble()))];
        random.nextBytes(bytes);
        return UnsafeByteOperations.unsafeWrap(bytes);
    }
}
