package org.remotelog.cas.content;

import java.time.Duration;

/**
 * How the scrubber works.
 *
 * @param bytesPerSecond that it reads at the most; 0: not at all
 * @param interval how long after the end of a pass the next one begins
 */
public record ScrubConfig(long bytesPerSecond, Duration interval) {
    /** 8 MiB/s read a TiB in 36 hours; a pass a day for stores that are smaller. */
    public static final ScrubConfig DEFAULT = new ScrubConfig(8 << 20, Duration.ofDays(1));

    public ScrubConfig {
        if (bytesPerSecond < 0 || interval.isNegative()) {
            throw new IllegalArgumentException("a rate and an interval are not negative");
        }
    }
}
