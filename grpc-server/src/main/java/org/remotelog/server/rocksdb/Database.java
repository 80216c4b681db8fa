package org.remotelog.server.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
    private final ReentrantLock writing = new ReentrantLock(); // Taken before the gate's, where both are.
    private final RocksConfig config;
    private final Path directory;
    private final DiskReserve reserve;
    private @Nullable OpenDatabase open; // This and the next one: guarded by the gate. None when it cannot be opened.
    private boolean closed;
    private volatile boolean stopped;

    private Database(RocksConfig config, Path directory, OpenDatabase open) {
        this.config = config;
        this.directory = directory;
        this.open = open;
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
            return new Database(config, directory, openForWriting(config, directory));
        } catch (RocksDBException | IOException e) {
            throw cannotOpen(directory, e);
        }
    }

    /**
     * @throws StartupException if RocksDB cannot open it, or if there is none; says why
     */
    static Database openForReading(RocksConfig config, Path directory) {
        RocksDB.loadLibrary();
        try {
            return new Database(config, directory, OpenDatabase.forReading(config, directory));
        } catch (RocksDBException e) {
            throw cannotOpen(directory, e);
        }
    }

    private static OpenDatabase openForWriting(RocksConfig config, Path directory)
            throws RocksDBException, IOException {
        Optional<Path> log = new StoreFiles(directory).newestLog();
        long cutOff = log.isEmpty() ? 0 : LogTail.cutOff(log.get());
        OpenDatabase opened = OpenDatabase.forWriting(config, directory);
        if (cutOff > 0) {
            Database.log.warn(
                    "{} ended in a write that was cut off before it was acknowledged: its {} bytes are dropped",
                    log.get(),
                    cutOff);
        }
        return opened;
    }

    private static StartupException cannotOpen(Path directory, Exception failure) {
        return new StartupException("cannot open the database in " + directory + ": " + why(failure), failure);
    }

    private static String why(Exception failure) {
        if (failure instanceof RocksDBException e && Failures.of(e) instanceof CorruptionException) {
            return failure.getMessage() + "; its files are damaged: restore them from a backup";
        }
        return String.valueOf(failure.getMessage());
    }

    /** Passes the gate with the database, which must not be kept. Waits while it is opened anew. */
    <T> T pass(Function<OpenDatabase, T> use) {
        gate.readLock().lock();
        return passed(use);
    }

    /** As {@link #pass}, but does not wait: then it throws {@link NotInMemory}. */
    <T> T passAtOnce(Function<OpenDatabase, T> use) {
        if (!gate.readLock().tryLock()) {
            throw new NotInMemory();
        }
        return passed(use);
    }

    private <T> T passed(Function<OpenDatabase, T> use) {
        try {
            if (closed) {
                throw new RemoteLogException(Reason.DRAINING, "the store is closed");
            }
            if (open == null) {
                throw new RemoteLogException(Reason.DISK_FULL, "the store cannot be opened now");
            }
            return use.apply(open);
        } finally {
            gate.readLock().unlock();
        }
    }

    /** Hands out a batch and commits it, synced, when the function returns. */
    <T> T write(Function<NativeBatch, T> writing) {
        this.writing.lock(); // Else what the batch stands on could be opened anew below.
        try (NativeBatch batch = pass(db -> db.newBatch(reserve))) {
            T result = pass(db -> writing.apply(batch));
            commit(batch);
            return result;
        } finally {
            this.writing.unlock();
        }
    }

    private void commit(NativeBatch batch) {
        long since = System.nanoTime();
        try {
            while (!pass(db -> batch.commit())) {
                if (System.nanoTime() - since > MAX_STALL_NANOS) {
                    throw new RemoteLogException(Reason.OVERLOADED, "this server's disk does not keep up with writes");
                }
                LockSupport.parkNanos(STALL_NANOS); // Outside the gate, where it keeps nobody from closing it.
            }
        } catch (WriteException e) {
            stop(e);
            throw e.seenByCallers();
        }
    }

    /** Makes a copy on the same disk, of links to the files. */
    void copyTo(Path directory) {
        pass(db -> {
            try {
                db.copyTo(directory);
                return true;
            } catch (RocksDBException e) {
                throw Failures.of(e);
            }
        });
    }

    /** Space that is not to be written on. */
    DiskReserve reserve() {
        return reserve;
    }

    /** Whether writes of some length are accepted now, as far as is known. */
    boolean isWritable() {
        return !stopped && !reserve.isReached();
    }

    /** Whether RocksDB takes writes. If it has met errors in the background, asks it. */
    boolean takesWrites() {
        if (!stopped && pass(OpenDatabase::hasNewErrors)) {
            write(batch -> batch.run(OpenDatabase::probe));
        }
        return !stopped;
    }

    /** Opens RocksDB anew, so that it takes writes again; where that fails, for reading. */
    void reopen() {
        writing.lock();
        gate.writeLock().lock();
        try {
            if (!closed) {
                if (open != null) {
                    open.close();
                    open = null;
                }
                open = openAnew();
            }
        } finally {
            gate.writeLock().unlock();
            writing.unlock();
        }
    }

    private @Nullable OpenDatabase openAnew() {
        try {
            OpenDatabase writable = openForWriting(config, directory);
            stopped = false;
            log.info("the store takes writes again");
            return writable;
        } catch (RocksDBException | IOException e) {
            log.error("cannot open the store anew for writing: {}", e.getMessage());
        }
        try {
            return OpenDatabase.forReading(config, directory);
        } catch (RocksDBException e) {
            log.error("cannot open the store anew for reading: {}", e.getMessage());
            return null;
        }
    }

    private void stop(WriteException failure) {
        if (!stopped) {
            stopped = true;
            log.error("the store takes no writes now, and answers reads: {}", failure.getMessage());
        }
    }

    /** Flushes, so that a stopped server has everything in table files and starts without replaying its log. */
    @Override
    public void close() {
        gate.writeLock().lock();
        try {
            if (!closed && open != null) {
                flush(open);
                open.close();
            }
            closed = true;
        } finally {
            gate.writeLock().unlock();
        }
    }

    private static void flush(OpenDatabase open) {
        try {
            open.flush();
        } catch (RocksDBException e) { // Nothing is lost: the log has it, and is replayed at the next start.
            log.warn("cannot flush: {}", e.getMessage());
        }
    }
}
