package org.remotelog.cas;

import java.time.Duration;
import org.remotelog.cas.content.ScrubConfig;
import org.remotelog.server.Seconds;
import org.remotelog.server.Size;
import picocli.CommandLine.Option;

/** The options for how contents are kept and read, as a mixin. */
final class ContentOptions {
    @Option(
            names = "--content-cache",
            paramLabel = "SIZE",
            defaultValue = "32MiB",
            converter = Size.class,
            description = "memory of the heap for contents that were read lately (default: ${DEFAULT-VALUE})")
    private long contentCache;

    @Option(
            names = "--scrub-rate",
            paramLabel = "SIZE",
            defaultValue = "8MiB",
            converter = Size.class,
            description = "bytes a second that the scrubber reads to find what went bad; 0: no scrubbing"
                    + " (default: ${DEFAULT-VALUE})")
    private long scrubRate;

    @Option(
            names = "--scrub-interval",
            paramLabel = "SECONDS",
            defaultValue = "86400",
            converter = Seconds.class,
            description = "from the end of a scrubber's pass to the beginning of the next (default: ${DEFAULT-VALUE})")
    private Duration scrubInterval = Duration.ZERO;

    long contentCache() {
        return contentCache;
    }

    ScrubConfig scrub() {
        return new ScrubConfig(scrubRate, scrubInterval);
    }
}
