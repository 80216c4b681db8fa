package org.remotelog.server.testing.bench;

import java.time.Duration;

/**
 * How long a measurement takes.
 *
 * @param warmUp callers run, and nothing counts
 * @param measured what counts
 */
public record Timing(Duration warmUp, Duration measured) {
    /** In seconds. */
    public static Timing ofSeconds(double warmUp, double measured) {
        return new Timing(Duration.ofNanos((long) (warmUp * 1e9)), Duration.ofNanos((long) (measured * 1e9)));
    }
}
