package org.remotelog.cas.rocksdb;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.remotelog.cas.store.Reads;
import org.remotelog.cas.store.Stores;
import org.remotelog.server.ServiceContext;
import org.remotelog.server.StartupException;
import org.remotelog.server.StoreConfig;
import org.remotelog.server.Workers;
import org.remotelog.server.rocksdb.DataFormat;
import org.remotelog.server.rocksdb.RestoreCommand;
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
        return open(context.config().dataDir(), context.config().store(), context.workers(), context.meters(), clock);
    }

    /**
     * Opens a data directory.
     *
     * @throws StartupException if it cannot be opened
     */
    public static CasDatabase open(
            Path directory, StoreConfig store, Workers workers, MeterRegistry meters, Clock clock) {
        return new CasDatabase(RocksEngine.open(config(directory, store), workers, meters), clock);
    }

    /**
     * Opens a data directory that is there for reading: nothing in it changes, and writes fail.
     *
     * @throws StartupException if it cannot be opened
     */
    public static CasDatabase openForReading(
            Path directory, StoreConfig store, Workers workers, MeterRegistry meters, Clock clock) {
        return new CasDatabase(RocksEngine.openForReading(config(directory, store), workers, meters), clock);
    }

    /** The command that restores a backup. */
    public static Runnable restore() {
        return new RestoreCommand(FORMAT);
    }

    private static RocksConfig config(Path directory, StoreConfig store) {
        return new RocksConfig(directory, FORMAT, Columns.ALL, Map.of(1, Migrations::countAndWrap), store);
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
