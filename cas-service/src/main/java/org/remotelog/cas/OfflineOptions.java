package org.remotelog.cas;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import org.remotelog.cas.rocksdb.CasDatabase;
import org.remotelog.server.StoreConfig;
import org.remotelog.server.Workers;
import picocli.CommandLine.Option;

/** Opens the data directory of a server that does not run, for commands. */
final class OfflineOptions {
    private static final int THREADS = 2;
    private static final int QUEUE = 64;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            required = true,
            description = "the data of a server that does not run (default: ${DEFAULT-VALUE})")
    private Path dataDir = Path.of("");

    Path dataDir() {
        return dataDir;
    }

    Workers workers() {
        return new Workers("worker", THREADS, QUEUE);
    }

    CasDatabase open(Workers workers, boolean forWriting) {
        return forWriting
                ? CasDatabase.open(dataDir, StoreConfig.DEFAULT, workers, new SimpleMeterRegistry(), Clock.systemUTC())
                : CasDatabase.openForReading(
                        dataDir, StoreConfig.DEFAULT, workers, new SimpleMeterRegistry(), Clock.systemUTC());
    }
}
