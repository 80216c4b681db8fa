package org.remotelog.server.rocksdb;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.StartupException;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner of RocksDB's native handles. Whoever uses one goes through a gate that {@link #close}
 * shuts, because a handle that is used after its release takes the whole process down.
 */
final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private final NativeHandles handles = new NativeHandles();
    private final Map<Column, ColumnFamilyHandle> columns = new HashMap<>();
    private final RocksDB db;
    private final NativeView fromMemory;
    private final NativeView fromDisk;
    private final ReadOptions all;
    private final WriteOptions synced;
    private final DiskReserve reserve;
    private boolean closed; // Guarded by the gate.

    private Database(RocksConfig config, Path directory) throws RocksDBException, IOException {
        try {
            Tuning tuning = new Tuning(handles, config.cacheBytes());
            List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
            descriptors.add(
                    new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, tuning.column(Column.Values.SMALL)));
            for (Column column : config.columns()) {
                descriptors.add(new ColumnFamilyDescriptor(
                        ByteString.copyFromUtf8(column.name()).toByteArray(), tuning.column(column.values())));
            }
            List<ColumnFamilyHandle> opened = new ArrayList<>();
            this.db = handles.add(RocksDB.open(tuning.database(), directory.toString(), descriptors, opened));
            opened.forEach(handles::add);
            for (int i = 0; i < config.columns().size(); i++) {
                columns.put(config.columns().get(i), opened.get(i + 1));
            }
            this.all = handles.add(new ReadOptions());
            this.fromDisk = new NativeView(db, columns, all);
            this.fromMemory =
                    new NativeView(db, columns, handles.add(new ReadOptions()).setReadTier(ReadTier.BLOCK_CACHE_TIER));
            this.synced = tuning.synced();
            this.reserve = new DiskReserve(config.diskReserveBytes(), directory.toFile()::getUsableSpace);
        } catch (RocksDBException | RuntimeException e) {
            handles.close();
            throw e;
        }
    }

    /**
     * @throws StartupException if RocksDB cannot open it; says why
     */
    static Database open(RocksConfig config, Path directory) {
        RocksDB.loadLibrary();
        try {
            Files.createDirectories(directory);
            return new Database(config, directory);
        } catch (RocksDBException | IOException e) {
            throw new StartupException("cannot open the database in " + directory + ": " + why(e), e);
        }
    }

    private static String why(Exception failure) {
        if (failure instanceof RocksDBException e && Failures.of(e) instanceof CorruptionException) {
            return failure.getMessage() + "; its files are damaged: restore them from a backup";
        }
        return String.valueOf(failure.getMessage());
    }

    /** One value as it is now. Throws {@link NotInMemory} when it needs the disk and must not block. */
    Optional<ByteString> get(Column column, ByteString key, boolean mayBlock) {
        return pass(() -> (mayBlock ? fromDisk : fromMemory).get(column, key));
    }

    /** Answers from one moment's state. Throws {@link NotInMemory} when it needs the disk and must not block. */
    <T> T read(Reading<T> reading, boolean mayBlock) {
        return pass(() -> {
            Snapshot snapshot = db.getSnapshot();
            try (ReadOptions options = new ReadOptions()
                    .setSnapshot(snapshot)
                    .setReadTier(mayBlock ? ReadTier.READ_ALL_TIER : ReadTier.BLOCK_CACHE_TIER)) {
                return reading.read(new NativeView(db, columns, options));
            } finally {
                db.releaseSnapshot(snapshot);
                snapshot.close();
            }
        });
    }

    /** Hands out a batch and commits it, synced, when the function returns. Used by one thread. */
    <T> T write(Function<NativeBatch, T> writing) {
        return pass(() -> {
            try (NativeBatch batch = new NativeBatch(db, columns, all, reserve)) {
                T result = writing.apply(batch);
                batch.commit(synced);
                return result;
            }
        });
    }

    /** Flushes, so that a stopped server has everything in table files and starts without replaying its log. */
    @Override
    public void close() {
        gate.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                flush();
                handles.close();
            }
        } finally {
            gate.writeLock().unlock();
        }
    }

    private void flush() {
        try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
            db.flush(waiting, List.copyOf(columns.values()));
        } catch (RocksDBException e) { // Nothing is lost: the log has it, and is replayed at the next start.
            log.warn("cannot flush: {}", e.getMessage());
        }
    }

    private <T> T pass(Supplier<T> use) {
        gate.readLock().lock();
        try {
            if (closed) {
                throw new RemoteLogException(Reason.DRAINING, "the store is closed");
            }
            return use.get();
        } finally {
            gate.readLock().unlock();
        }
    }
}
