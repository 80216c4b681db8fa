package org.remotelog.ns;

import org.remotelog.ns.head.Limits;
import org.remotelog.server.ServerConfig;

/**
 * What an operator of an NS chooses.
 *
 * @param contentCache bytes of joined contents to keep in memory
 */
public record NsConfig(ServerConfig server, Limits limits, long contentCache, WatchConfig watches) {
    /** 64 MiB: 256 heads as long as our writers let them grow. */
    public static final long DEFAULT_CONTENT_CACHE = 64L << 20;

    public NsConfig {
        if (contentCache < 0) {
            throw new IllegalArgumentException("a size is not negative");
        }
    }

    /** With the default limits. */
    public static NsConfig of(ServerConfig server) {
        return new NsConfig(server, Limits.DEFAULT, DEFAULT_CONTENT_CACHE, WatchConfig.DEFAULT);
    }
}
