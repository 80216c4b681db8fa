package org.remotelog.cas.bench;

import java.util.ArrayList;
import java.util.List;
import org.remotelog.server.testing.bench.Case;
import org.remotelog.server.testing.bench.Timing;

/**
 * How much is measured.
 *
 * @param compiling how long each server is asked each call before anything counts: until its compiler has seen enough
 * @param callers at the same time
 * @param largeBytes of contents of each length in the store that is larger than its caches
 */
record Scale(int rounds, Timing compiling, Timing warmUp, Timing timing, List<Integer> callers, int largeBytes) {
    /** The lengths of contents. */
    static final List<Integer> SIZES = List.of(100, 1 << 10, 4 << 10, 64 << 10, 1 << 20);

    /** The callers that the targets are about. */
    static final int CALLERS = 32;

    private static final double CALLERS_WARM_UP_SECONDS = 0.25;

    /** Enough for figures that can be told to others. */
    static Scale full(int rounds, double seconds) {
        return new Scale(
                rounds,
                Timing.ofSeconds(0, 25), // A server alone is as fast as it gets after some 20 s.
                Timing.ofSeconds(0, 1),
                Timing.ofSeconds(CALLERS_WARM_UP_SECONDS, seconds),
                List.of(1, CALLERS, 256),
                128 << 20);
    }

    /** Enough to see that it works. */
    static Scale quick() {
        Timing timing = Timing.ofSeconds(0, 0.2);
        return new Scale(1, timing, timing, timing, List.of(1, CALLERS), 8 << 20);
    }

    /** A call with each length and number of callers. */
    List<Case> cases(String call) {
        List<Case> cases = new ArrayList<>();
        for (int bytes : SIZES) {
            callers.forEach(number -> cases.add(new Case(call, bytes, number)));
        }
        return cases;
    }

    /** A call with many contents of 1 KiB. */
    List<Case> batches(String call) {
        return List.of(new Case(call, 1 << 10, 1), new Case(call, 1 << 10, CALLERS));
    }
}
