package org.remotelog.cas.rocksdb;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.cas.ContentStore;
import org.remotelog.cas.ContentStoreContract;
import org.remotelog.server.ErrorMapper;
import org.remotelog.server.ServerConfig;
import org.remotelog.server.ServiceContext;
import org.remotelog.server.Workers;

class RocksContentStoreTest extends ContentStoreContract {
    @TempDir
    Path directory;

    private final Workers workers = new Workers("test-worker", 2, 64);

    @Override
    protected ContentStore open() {
        return RocksContentStore.open(new ServiceContext(
                ServerConfig.onFreePorts(directory),
                new SimpleMeterRegistry(),
                workers,
                new ErrorMapper(new Random(1))));
    }

    @AfterEach
    void stopWorkers() {
        workers.close();
    }
}
