package org.remotelog.ns;

import java.time.Duration;
import org.remotelog.server.Count;
import org.remotelog.server.Seconds;
import picocli.CommandLine.Option;

/** The options of watches, as a mixin. */
final class WatchOptions {
    @Option(
            names = "--watch-heartbeat",
            paramLabel = "SECONDS",
            defaultValue = "30",
            converter = Seconds.class,
            description = "how long a watch is silent before it says that the server is there;"
                    + " 0 for never (default: ${DEFAULT-VALUE})")
    private Duration heartbeat = WatchConfig.DEFAULT.heartbeat();

    @Option(
            names = "--max-watched-names",
            paramLabel = "N",
            defaultValue = "100000",
            converter = Count.class,
            description = "names that may be watched at a time, by all clients together (default: ${DEFAULT-VALUE})")
    private int names;

    WatchConfig config() {
        return new WatchConfig(heartbeat, names);
    }
}
