package org.remotelog.cas.rocksdb;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import org.remotelog.cas.store.Stores;
import org.remotelog.server.ErrorMapper;
import org.remotelog.server.ServerConfig;
import org.remotelog.server.ServiceContext;
import org.remotelog.server.Workers;

/** A database that can be closed and opened again. */
final class TestDatabase implements AutoCloseable {
    private final Workers workers = new Workers("test-worker", 2, 64);
    private final Path directory;
    private CasDatabase database;

    TestDatabase(Path directory) {
        this.directory = directory;
    }

    Stores open() {
        database = CasDatabase.open(
                new ServiceContext(
                        ServerConfig.onFreePorts(directory),
                        new SimpleMeterRegistry(),
                        workers,
                        new ErrorMapper(new Random(1))),
                Clock.systemUTC());
        return database.stores();
    }

    void closeDatabase() {
        database.close();
    }

    @Override
    public void close() {
        workers.close();
    }
}
