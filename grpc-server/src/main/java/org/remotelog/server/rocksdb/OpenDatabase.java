package org.remotelog.server.rocksdb;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.BackupEngine;
import org.rocksdb.Cache;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteOptions;

/** RocksDB from one opening to its close, with all that lives as long. Used only within {@link Database}'s gate. */
final class OpenDatabase implements AutoCloseable {
    private final NativeHandles handles = new NativeHandles();
    private final Map<Column, ColumnFamilyHandle> columns = new HashMap<>();
    private final RocksDB db;
    private final Cache blocks;
    private final ReadOptions newest;
    private final NativeView fromMemory;
    private final NativeView fromDisk;
    private final NativeView inPassing;
    private final WriteOptions synced;
    private final AtomicLong errors = new AtomicLong(); // As many as were seen.

    private OpenDatabase(RocksConfig config, Opening opening) throws RocksDBException {
        try {
            Tuning tuning = new Tuning(handles, MemoryShares.of(config.store().memory()));
            List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
            List<Column> all = new ArrayList<>(config.columns());
            all.add(Column.OWN);
            for (Column column : all) {
                descriptors.add(new ColumnFamilyDescriptor(
                        ByteString.copyFromUtf8(column.name()).toByteArray(), tuning.column(column.values())));
            }
            List<ColumnFamilyHandle> opened = new ArrayList<>();
            this.db = handles.add(opening.open(tuning.database(), descriptors, opened));
            tuning.log().opened();
            opened.forEach(handles::add);
            for (int i = 0; i < all.size(); i++) {
                columns.put(all.get(i), opened.get(i));
            }
            this.blocks = tuning.blocks();
            this.newest = handles.add(new ReadOptions());
            this.fromDisk = new NativeView(db, columns, newest);
            this.fromMemory =
                    new NativeView(db, columns, handles.add(new ReadOptions()).setReadTier(ReadTier.BLOCK_CACHE_TIER));
            this.inPassing =
                    new NativeView(db, columns, handles.add(new ReadOptions()).setFillCache(false));
            this.synced = tuning.synced();
        } catch (RocksDBException | RuntimeException e) {
            handles.close();
            throw e;
        }
    }

    static OpenDatabase forWriting(RocksConfig config, Path directory) throws RocksDBException {
        return new OpenDatabase(
                config, (options, columns, opened) -> RocksDB.open(options, directory.toString(), columns, opened));
    }

    /** Changes no file; writes fail. */
    static OpenDatabase forReading(RocksConfig config, Path directory) throws RocksDBException {
        return new OpenDatabase(
                config,
                (options, columns, opened) -> RocksDB.openReadOnly(options, directory.toString(), columns, opened));
    }

    /** What is newest; throws {@link NotInMemory} when it needs the disk and must not block. */
    NativeView view(boolean mayBlock) {
        return mayBlock ? fromDisk : fromMemory;
    }

    /** What is newest, for maintenance: what it reads does not push out of the caches what others need. */
    NativeView inPassing() {
        return inPassing;
    }

    /** Answers from one moment's state. */
    <T> T read(Reading<T> reading, boolean mayBlock) {
        Snapshot snapshot = db.getSnapshot();
        try (ReadOptions options = new ReadOptions()
                .setSnapshot(snapshot)
                .setReadTier(mayBlock ? ReadTier.READ_ALL_TIER : ReadTier.BLOCK_CACHE_TIER)) {
            return reading.read(new NativeView(db, columns, options));
        } finally {
            db.releaseSnapshot(snapshot);
            snapshot.close();
        }
    }

    NativeBatch newBatch(DiskReserve reserve) {
        return new NativeBatch(db, columns, newest, synced, reserve);
    }

    /** Makes a copy on the same disk, of links to the files, with what is in memory flushed into them. */
    void copyTo(Path directory) throws RocksDBException {
        try (Checkpoint checkpoint = Checkpoint.create(db)) {
            checkpoint.createCheckpoint(directory.toString());
        }
    }

    void backUp(BackupEngine engine, String metadata) throws RocksDBException {
        engine.createNewBackupWithMetadata(db, metadata, false);
    }

    /** Whether RocksDB has met errors in the background since the last time that this was asked. */
    boolean hasNewErrors() {
        long now = total("rocksdb.background-errors");
        return errors.getAndSet(now) < now;
    }

    /** Writes something, to see whether RocksDB does. */
    static boolean probe(Batch batch) {
        batch.delete(Column.OWN, ByteString.copyFromUtf8("probe"));
        return true;
    }

    /** The bytes in the block cache. */
    long blockBytes() {
        return blocks.getUsage();
    }

    /** The bytes in the block cache that cannot be evicted now. */
    long pinnedBytes() {
        return blocks.getPinnedUsage();
    }

    /** One of RocksDB's own figures, over all columns. */
    long total(String property) {
        try {
            return db.getAggregatedLongProperty(property);
        } catch (RocksDBException e) {
            throw Failures.of(e);
        }
    }

    /** One of RocksDB's own figures of a column. */
    long of(Column column, String property) {
        try {
            return db.getLongProperty(fromDisk.handle(column), property);
        } catch (RocksDBException e) {
            throw Failures.of(e);
        }
    }

    /** Writes what is in memory into files. */
    void flush() throws RocksDBException {
        try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
            db.flush(waiting, List.copyOf(columns.values()));
        }
    }

    @Override
    public void close() {
        handles.close();
    }

    @FunctionalInterface
    private interface Opening {
        RocksDB open(DBOptions options, List<ColumnFamilyDescriptor> columns, List<ColumnFamilyHandle> opened)
                throws RocksDBException;
    }
}
