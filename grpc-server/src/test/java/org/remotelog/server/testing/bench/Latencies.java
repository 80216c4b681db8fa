package org.remotelog.server.testing.bench;

import java.util.Arrays;
import java.util.Collection;

/** How long the calls of one caller took, in nanoseconds. */
public final class Latencies {
    private long[] nanos = new long[1024];
    private int count;

    /** Adds a call. */
    public void add(long latency) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = latency;
    }

    /** Those of all callers, the shortest first. */
    public static long[] sorted(Collection<Latencies> callers) {
        return callers.stream()
                .flatMapToLong(one -> Arrays.stream(one.nanos, 0, one.count))
                .sorted()
                .toArray();
    }

    /**
     * The time within which a share of the calls ended.
     *
     * @param sorted not empty
     * @param share from 0 to 1
     */
    public static long percentile(long[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
