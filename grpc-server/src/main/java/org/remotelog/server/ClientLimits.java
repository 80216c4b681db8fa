package org.remotelog.server;

import java.time.Duration;

/**
 * What clients may take of a server.
 *
 * @param memory bytes that calls may make the server hold: of requests that are not complete, of answers that are not
 *     read. From a half on, those that have waited longest for their client are cut off; from three quarters on, no call
 *     gets more than a little; beyond it, new calls are refused
 * @param streams calls that a connection may have at a time
 * @param connections at a time; another one takes the place of the one that was silent longest
 * @param connectionAge after which a connection is asked to go, give or take a tenth, so that clients spread over new
 *     servers; zero for never
 */
public record ClientLimits(long memory, int streams, int connections, Duration connectionAge) {
    /** For a container of 512 MiB, of which the JVM takes 128 MiB for its heap and as much for buffers. */
    public static final ClientLimits DEFAULT = new ClientLimits(64L << 20, 256, 2048, Duration.ofMinutes(30));

    /** Three quarters of it must hold a message. */
    public static final long MIN_MEMORY = 8L << 20;

    public ClientLimits {
        if (memory < MIN_MEMORY) {
            throw new IllegalArgumentException("calls need at least " + MIN_MEMORY + " bytes of memory");
        }
        if (streams < 1 || connections < 1) {
            throw new IllegalArgumentException("a server takes at least one connection with one call");
        }
        if (connectionAge.isNegative()) {
            throw new IllegalArgumentException("a duration is not negative");
        }
    }
}
