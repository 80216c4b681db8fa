package org.remotelog.cas;

import org.remotelog.cas.content.Limits;
import org.remotelog.cas.content.ScrubConfig;
import org.remotelog.server.ServerConfig;

/**
 * What an operator of a CAS chooses.
 *
 * @param contentCache bytes of memory for contents that were read lately
 */
public record CasConfig(ServerConfig server, Limits limits, long contentCache, ScrubConfig scrub) {
    /** 32 MiB: a quarter of the heap that a JVM takes in a container of 512 MiB. */
    public static final long DEFAULT_CONTENT_CACHE = 32L << 20;

    public CasConfig {
        if (contentCache < 0) {
            throw new IllegalArgumentException("a size is not negative");
        }
    }

    /** With the default for everything else. */
    public static CasConfig of(ServerConfig server) {
        return new CasConfig(server, Limits.DEFAULT, DEFAULT_CONTENT_CACHE, ScrubConfig.DEFAULT);
    }
}
