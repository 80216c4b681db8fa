package org.remotelog.ns;

import java.time.Duration;

/**
 * Bounds on watches.
 *
 * @param heartbeat how long a stream is silent before it says that it is there; 0 for ever
 * @param names how many names may be watched at a time, by all clients together
 */
public record WatchConfig(Duration heartbeat, int names) {
    /** Half a minute, as long as many middleboxes let a connection be silent; 100,000 names are some 50 MB. */
    public static final WatchConfig DEFAULT = new WatchConfig(Duration.ofSeconds(30), 100_000);

    public WatchConfig {
        if (heartbeat.isNegative() || names < 0) {
            throw new IllegalArgumentException("neither is negative");
        }
    }
}
