package org.remotelog.server.rocksdb;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.remotelog.server.Caller;
import org.remotelog.server.StartupException;
import org.remotelog.server.Workers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An embedded store: reads that do not block an event loop, atomic steps that are on disk when they
 * are answered. Safe for use by many threads; after close every call fails with DRAINING.
 *
 * <p>Stages fail with {@link CorruptionException} where bytes on disk are damaged, and with a {@code
 * RemoteLogException}: OVERLOADED when too much waits, DISK_FULL, DRAINING.
 */
public final class RocksEngine implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RocksEngine.class);

    private final DataDirectory directory;
    private final Database database;
    private final Workers workers;
    private final GroupCommitter committer;
    private final List<AutoCloseable> caretakers;

    private RocksEngine(
            DataDirectory directory,
            Database database,
            Workers workers,
            MeterRegistry meters,
            List<AutoCloseable> caretakers) {
        this.directory = directory;
        this.database = database;
        this.workers = workers;
        this.committer = new GroupCommitter(database, Caller::current, meters);
        this.caretakers = caretakers;
    }

    /**
     * Opens a store, which nobody else can open meanwhile.
     *
     * @param workers for reads that need the disk
     * @throws StartupException if the directory cannot be opened: locked, not writable, of a newer
     *     format, damaged
     */
    public static RocksEngine open(RocksConfig config, Workers workers, MeterRegistry meters) {
        DataDirectory directory = DataDirectory.open(
                config.directory(), config.format(), config.migrations().keySet());
        try {
            BackupSchedule.deleteCopy(directory.copy());
            Database database = Database.open(config, directory.database());
            migrate(config, directory, database);
            StoreFiles files = new StoreFiles(directory.database());
            new StoreMeters(database, config, files).bindTo(meters);
            List<AutoCloseable> caretakers = new ArrayList<>();
            caretakers.add(new StoreKeeper(database, files));
            config.store()
                    .backups()
                    .ifPresent(backups -> caretakers.add(new BackupSchedule(
                            config, backups, database, directory.copy(), InstantSource.system(), meters)));
            return new RocksEngine(directory, database, workers, meters, caretakers);
        } catch (IOException e) {
            directory.close();
            throw new StartupException(
                    "cannot open the data directory " + config.directory() + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /**
     * Opens a store that is there for reading, by a command while no server runs: it changes no data, and
     * writes fail.
     *
     * @throws StartupException as {@link #open} does, and if there is no store, or one of an older format
     */
    public static RocksEngine openForReading(RocksConfig config, Workers workers, MeterRegistry meters) {
        if (!Files.isDirectory(config.directory().resolve(DataDirectory.DATABASE))) { // Which opening would make.
            throw new StartupException("there is no data in " + config.directory());
        }
        DataDirectory directory = DataDirectory.open(config.directory(), config.format(), Set.of());
        try {
            Database database = Database.openForReading(config, directory.database());
            return new RocksEngine(directory, database, workers, meters, List.of());
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static void migrate(RocksConfig config, DataDirectory directory, Database database) {
        try {
            new Migration(config, directory, database).run();
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** The value under a key: at once if it is in memory, else from a worker. */
    public CompletionStage<Optional<ByteString>> get(Column column, ByteString key) {
        return withoutBlocking((db, mayBlock) -> db.view(mayBlock).get(column, key));
    }

    /** Answers a question that takes several looks, from one moment's state: at once if all is in memory, else from a worker. */
    public <T> CompletionStage<T> read(Reading<T> reading) {
        return withoutBlocking((db, mayBlock) -> db.read(reading, mayBlock));
    }

    /**
     * The values under several keys, each with its own outcome, in their order: at once if they are few
     * and all in memory, else from a worker. All are in memory at the same time, so ask for no more than
     * may be.
     */
    public CompletionStage<List<Lookup>> getAll(Column column, List<ByteString> keys) {
        if (keys.size() > Workers.LONG_LOOKS) {
            return workers.submit(() -> database.pass(db -> db.view(true).getAll(column, keys)));
        }
        return withoutBlocking((db, mayBlock) -> db.view(mayBlock).getAll(column, keys));
    }

    /**
     * As {@link #getAll}, for maintenance: from a worker, and what is read does not push out of memory
     * what others need.
     */
    public CompletionStage<List<Lookup>> inspect(Column column, List<ByteString> keys) {
        return workers.submit(() -> database.pass(db -> db.inPassing().getAll(column, keys)));
    }

    /**
     * Scans a column of small values for maintenance: from a worker, leaving memory to others, and past
     * what is damaged. Nothing is held between two scans.
     *
     * @param from the first key, then each scan's {@link Scan#next}
     * @param to the end, exclusive
     * @param limit how many entries at most
     */
    public CompletionStage<Scan> scan(Column column, ByteString from, ByteString to, int limit) {
        return workers.submit(() -> database.pass(db -> new Scanner(db.inPassing(), column, to, limit).from(from)));
    }

    /**
     * Runs an atomic step.
     *
     * @param bytes about how much it writes: bounds what waits
     * @return completes when its writes are on disk; fails with what the step threw, and then nothing
     *     of it is stored
     */
    public <T> CompletionStage<T> commit(long bytes, Transaction<T> transaction) {
        return committer.submit(bytes, transaction);
    }

    /**
     * Whether writes are accepted now, as far as is known: not below the disk's reserve, and not after an
     * error of the disk, until the store has opened itself anew. Reads are answered either way.
     */
    public boolean isWritable() {
        return database.isWritable();
    }

    /** Commits what was accepted, then closes. */
    @Override
    public void close() {
        caretakers.forEach(RocksEngine::close);
        committer.close();
        database.close();
        directory.close();
    }

    private static void close(AutoCloseable caretaker) {
        try {
            caretaker.close();
        } catch (Exception e) {
            log.error("cannot stop what looks after the store", e);
        }
    }

    private <T> CompletionStage<T> withoutBlocking(BiFunction<OpenDatabase, Boolean, T> read) {
        try {
            return CompletableFuture.completedFuture(database.passAtOnce(db -> read.apply(db, false)));
        } catch (NotInMemory e) {
            return workers.submit(() -> database.pass(db -> read.apply(db, true)));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
