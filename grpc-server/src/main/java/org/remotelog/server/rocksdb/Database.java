package org.remotelog.server.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.StartupException;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner of RocksDB's native handles. Whoever uses one goes through a gate that {@link #close}
 * shuts, because a handle that is used after its release takes the whole process down.
 */
final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    /** How often a write that RocksDB holds up asks again. */
    private static final long STALL_NANOS = 1_000_000;

    /** How long a write may be held up: then the disk does not keep up, and the next one would only wait longer. */
    private static final long MAX_STALL_NANOS = 10_000_000_000L;

    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private final OpenDatabase open;
    private final DiskReserve reserve;
    private boolean closed; // Guarded by the gate.

    private Database(RocksConfig config, Path directory) throws RocksDBException {
        this.open = new OpenDatabase(config, directory);
        this.reserve = new DiskReserve(
                config.store().diskReserve().on(directory.toFile().getTotalSpace()),
                directory.toFile()::getUsableSpace);
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

    /** Passes the gate with the database, which must not be kept. */
    <T> T pass(Function<OpenDatabase, T> use) {
        gate.readLock().lock();
        try {
            if (closed) {
                throw new RemoteLogException(Reason.DRAINING, "the store is closed");
            }
            return use.apply(open);
        } finally {
            gate.readLock().unlock();
        }
    }

    /** Hands out a batch and commits it, synced, when the function returns. Used by one thread. */
    <T> T write(Function<NativeBatch, T> writing) {
        try (NativeBatch batch = pass(db -> db.newBatch(reserve))) {
            T result = pass(db -> writing.apply(batch));
            long since = System.nanoTime();
            while (!pass(db -> batch.commit())) {
                if (System.nanoTime() - since > MAX_STALL_NANOS) {
                    throw new RemoteLogException(Reason.OVERLOADED, "this server's disk does not keep up with writes");
                }
                LockSupport.parkNanos(STALL_NANOS); // Outside the gate, where it keeps nobody from closing it.
            }
            return result;
        }
    }

    /** Flushes, so that a stopped server has everything in table files and starts without replaying its log. */
    @Override
    public void close() {
        gate.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                flush();
                open.close();
            }
        } finally {
            gate.writeLock().unlock();
        }
    }

    private void flush() {
        try {
            open.flush();
        } catch (RocksDBException e) { // Nothing is lost: the log has it, and is replayed at the next start.
            log.warn("cannot flush: {}", e.getMessage());
        }
    }
}
