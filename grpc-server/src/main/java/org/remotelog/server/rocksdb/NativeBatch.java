package org.remotelog.server.rocksdb;

import com.google.common.primitives.Longs;
import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatchWithIndex;
import org.rocksdb.WriteOptions;

/** The writes of one commit, over the store. Used by one thread, within {@link Database}'s gate. */
final class NativeBatch extends NativeView implements Batch, AutoCloseable {
    private final WriteBatchWithIndex batch = new WriteBatchWithIndex(true);
    private final WriteOptions synced;
    private final DiskReserve reserve;
    private final Map<Total, Long> totals = new HashMap<>(); // What has been added to each by all transactions.
    private final Map<Total, Long> added = new HashMap<>(); // What the transaction that runs has added.
    private boolean wrote; // Since the transaction began.

    NativeBatch(
            RocksDB db,
            Map<Column, ColumnFamilyHandle> columns,
            ReadOptions options,
            WriteOptions synced,
            DiskReserve reserve) {
        super(db, columns, options);
        this.synced = synced;
        this.reserve = reserve;
    }

    /** Runs a transaction; when it throws, what it wrote is taken back. */
    <T> T run(Transaction<T> transaction) {
        wrote = false;
        added.clear();
        boolean done = false;
        try {
            T result = transaction.run(this);
            done = true;
            added.forEach((total, change) -> totals.merge(total, change, Long::sum));
            return result;
        } finally {
            if (wrote) {
                end(done);
            }
        }
    }

    /** Writes and syncs, if there is something to write; whether it did: if not, RocksDB must catch up first. */
    boolean commit() {
        try {
            writeTotals();
            if (batch.count() > 0) {
                db.write(synced, batch);
            }
            return true;
        } catch (RocksDBException e) {
            if (Failures.isStall(e)) {
                return false;
            }
            throw new WriteException(e);
        }
    }

    @Override
    public void put(Column column, ByteString key, ByteString value) {
        if (reserve.refuses(key.size() + (long) value.size())) {
            throw new RemoteLogException(Reason.DISK_FULL, "the server's disk is full, up to its reserve");
        }
        begin();
        try {
            batch.put(handle(column), key.toByteArray(), value.toByteArray());
        } catch (RocksDBException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public void delete(Column column, ByteString key) {
        begin();
        try {
            batch.delete(handle(column), key.toByteArray());
        } catch (RocksDBException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public void add(Column column, ByteString key, long change) {
        added.merge(new Total(column, key), change, Long::sum);
    }

    /** Each once, also when the commit has to be tried again. */
    private void writeTotals() throws RocksDBException {
        for (var rest = totals.entrySet().iterator(); rest.hasNext(); rest.remove()) {
            Map.Entry<Total, Long> entry = rest.next();
            ColumnFamilyHandle column = handle(entry.getKey().column);
            byte[] key = entry.getKey().key.toByteArray();
            byte[] before = lookUp(column, key);
            long sum = (before == null ? 0 : Longs.fromByteArray(before)) + entry.getValue();
            batch.put(column, key, Longs.toByteArray(sum));
        }
    }

    @Override
    byte @Nullable [] lookUp(ColumnFamilyHandle column, byte[] key) throws RocksDBException {
        return batch.getFromBatchAndDB(db, column, options, key);
    }

    @Override
    RocksIterator iterate(ColumnFamilyHandle column) {
        return batch.newIteratorWithBase(column, db.newIterator(column, options), options);
    }

    @Override
    public void close() {
        batch.close();
    }

    /** A save point only where something is written: to go back to one builds the index of the whole batch anew. */
    private void begin() {
        if (!wrote) {
            batch.setSavePoint();
            wrote = true;
        }
    }

    private void end(boolean done) {
        try {
            if (done) {
                batch.popSavePoint();
            } else {
                batch.rollbackToSavePoint();
            }
        } catch (RocksDBException e) {
            throw Failures.of(e);
        }
    }

    private record Total(Column column, ByteString key) {}
}
