package org.remotelog.client;

import java.time.Duration;

/**
 * How a client bears faults. A call that may pass when repeated (the service is away, a deadline passed, a server that
 * says when to come back) is repeated after a pause that doubles each time and is shortened by a random part of up to a
 * half.
 *
 * @param deadline of each attempt
 * @param attempts how many, from 1
 * @param firstPause before the second attempt
 * @param longestPause where the doubling ends
 */
public record RetryPolicy(Duration deadline, int attempts, Duration firstPause, Duration longestPause) {
    /** Six attempts of 30 s, pauses from 100 ms to 5 s: a service that restarts is not noticed. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(Duration.ofSeconds(30), 6, Duration.ofMillis(100), Duration.ofSeconds(5));

    /**
     * @throws IllegalArgumentException if a number is out of range
     */
    public RetryPolicy {
        if (attempts < 1 || deadline.isNegative() || deadline.isZero() || firstPause.isNegative()) {
            throw new IllegalArgumentException("a retry policy has at least one attempt, and positive times");
        }
    }

    Duration pauseAfter(int attempt, double random) {
        long doubled = firstPause.toNanos() << Math.min(attempt - 1, 20);
        long capped = Math.min(doubled < 0 ? Long.MAX_VALUE : doubled, longestPause.toNanos());
        return Duration.ofNanos((long) (capped * (1 - random / 2)));
    }
}
