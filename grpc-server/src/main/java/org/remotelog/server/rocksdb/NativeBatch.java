package org.remotelog.server.rocksdb;

import com.google.common.primitives.Longs;
import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The writes of one commit, over the store. They are kept here and handed to RocksDB at the end: each key once, however
 * many transactions wrote it. Used by one thread, within {@link Database}'s gate.
 */
final class NativeBatch extends NativeView implements Batch, AutoCloseable {
    private final WriteOptions synced;
    private final DiskReserve reserve;
    private final Changes changes = new Changes(); // Of all transactions.
    private final Changes own = new Changes(); // Of the transaction that runs.
    private final WriteBatch batch = new WriteBatch(); // Filled when the commit begins.
    private boolean sealed;

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

    /** Runs a transaction; when it throws, what it wrote is forgotten. */
    <T> T run(Transaction<T> transaction) {
        try {
            T result = transaction.run(this);
            changes.addAll(own);
            return result;
        } finally {
            own.clear();
        }
    }

    /** Writes and syncs, if there is something to write; whether it did: if not, RocksDB must catch up first. */
    boolean commit() {
        try {
            if (!sealed) { // It may be the next try of the same commit.
                seal();
                sealed = true;
            }
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
    public Optional<ByteString> get(Column column, ByteString key) {
        Place place = new Place(column, key);
        Optional<ByteString> changed = own.values.getOrDefault(place, changes.values.get(place));
        return changed == null ? super.get(column, key) : changed;
    }

    @Override
    public void put(Column column, ByteString key, ByteString value) {
        if (reserve.refuses(key.size() + (long) value.size())) {
            throw new RemoteLogException(Reason.DISK_FULL, "the server's disk is full, up to its reserve");
        }
        own.values.put(new Place(column, key), Optional.of(value));
    }

    @Override
    public void delete(Column column, ByteString key) {
        own.values.put(new Place(column, key), Optional.empty());
    }

    @Override
    public void add(Column column, ByteString key, long change) {
        own.totals.merge(new Place(column, key), change, Long::sum);
    }

    private void seal() throws RocksDBException {
        for (Map.Entry<Place, Optional<ByteString>> entry : changes.values.entrySet()) {
            ColumnFamilyHandle column = handle(entry.getKey().column);
            byte[] key = entry.getKey().key.toByteArray();
            Optional<ByteString> value = entry.getValue();
            if (value.isPresent()) {
                batch.put(column, key, value.get().toByteArray());
            } else {
                batch.delete(column, key);
            }
        }
        for (Map.Entry<Place, Long> total : changes.totals.entrySet()) {
            ColumnFamilyHandle column = handle(total.getKey().column);
            byte[] key = total.getKey().key.toByteArray();
            byte[] before = db.get(column, options, key);
            long sum = (before == null ? 0 : Longs.fromByteArray(before)) + total.getValue();
            batch.put(column, key, Longs.toByteArray(sum));
        }
    }

    @Override
    public void close() {
        batch.close();
    }

    private record Place(Column column, ByteString key) {}

    private static final class Changes {
        private final Map<Place, Optional<ByteString>> values = new LinkedHashMap<>(); // Empty where it is deleted.
        private final Map<Place, Long> totals = new HashMap<>();

        void addAll(Changes later) {
            values.putAll(later.values);
            later.totals.forEach((place, change) -> totals.merge(place, change, Long::sum));
        }

        void clear() {
            values.clear();
            totals.clear();
        }
    }
}
