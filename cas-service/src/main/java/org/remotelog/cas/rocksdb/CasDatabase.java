package org.remotelog.cas.rocksdb;

import java.time.Clock;
import java.util.Map;
import org.remotelog.cas.store.Reads;
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
                Map.of(1, Migrations::countAndWrap),
                context.config().store());
        return new CasDatabase(RocksEngine.open(config, context.workers(), context.meters()), clock);
    }

    /** The stores in it. */
    public Stores stores() {
        return new Stores(
                reads(Source.forClients(engine)),
                reads(Source.inPassing(engine)),
                new RocksUploadStore(engine),
                new RocksInventory(engine, clock),
                new RocksScrubStore(engine));
    }

    private Reads reads(Source source) {
        return new Reads(new RocksContentStore(engine, source), new RocksSegmentStore(source));
    }

    @Override
    public void close() {
        engine.close();
    }
}
