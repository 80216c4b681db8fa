package org.remotelog.cas.rocksdb;

import java.time.Clock;
import org.remotelog.cas.store.Stores;
import org.remotelog.server.ServiceContext;
import org.remotelog.server.StartupException;
import org.remotelog.server.rocksdb.DataFormat;
import org.remotelog.server.rocksdb.RocksConfig;
import org.remotelog.server.rocksdb.RocksEngine;

/** Everything that a CAS keeps, in one embedded engine. */
public final class CasDatabase implements AutoCloseable {
    private static final DataFormat FORMAT = new DataFormat("cas", 2);

    private final RocksEngine engine;
    private final Clock clock;

    private CasDatabase(RocksEngine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /**
     * Opens the data directory of a service.
     *
     * @throws StartupException if it cannot be opened
     */
    public static CasDatabase open(ServiceContext context, Clock clock) {
        RocksConfig config = new RocksConfig(
                context.config().dataDir(),
                FORMAT,
                Columns.ALL,
                context.config().cache(),
                context.config().diskReserve());
        return new CasDatabase(RocksEngine.open(config, context.workers(), context.meters()), clock);
    }

    /** The stores in it. */
    public Stores stores() {
        return new Stores(
                new RocksContentStore(engine),
                new RocksSegmentStore(engine),
                new RocksUploadStore(engine),
                new RocksInventory(engine, clock),
                new RocksScrubStore(engine));
    }

    @Override
    public void close() {
        engine.close();
    }
}
