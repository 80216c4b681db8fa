package org.remotelog.server.rocksdb;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** A view on RocksDB. Used within {@link Database}'s gate. */
class NativeView implements View {
    final RocksDB db;
    final ReadOptions options;
    private final Map<Column, ColumnFamilyHandle> columns;

    NativeView(RocksDB db, Map<Column, ColumnFamilyHandle> columns, ReadOptions options) {
        this.db = db;
        this.columns = columns;
        this.options = options;
    }

    @Override
    public final Optional<ByteString> get(Column column, ByteString key) {
        try {
            // RocksDB's array is ours alone: no need to copy it.
            return Optional.ofNullable(lookUp(handle(column), key.toByteArray()))
                    .map(UnsafeByteOperations::unsafeWrap);
        } catch (RocksDBException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public final List<Entry> scan(Column column, ByteString from, ByteString to, int limit) {
        List<Entry> entries = new ArrayList<>();
        try (RocksIterator iterator = iterate(handle(column))) {
            for (iterator.seek(from.toByteArray()); iterator.isValid() && entries.size() < limit; iterator.next()) {
                ByteString key = UnsafeByteOperations.unsafeWrap(iterator.key());
                if (ByteString.unsignedLexicographicalComparator().compare(key, to) >= 0) {
                    return entries;
                }
                entries.add(new Entry(key, UnsafeByteOperations.unsafeWrap(iterator.value())));
            }
            iterator.status(); // Invalid means the end, or an error.
            return entries;
        } catch (RocksDBException e) {
            throw Failures.of(e);
        }
    }

    byte @org.jspecify.annotations.Nullable [] lookUp(ColumnFamilyHandle column, byte[] key) throws RocksDBException {
        return db.get(column, options, key);
    }

    RocksIterator iterate(ColumnFamilyHandle column) {
        return db.newIterator(column, options);
    }

    final ColumnFamilyHandle handle(Column column) {
        ColumnFamilyHandle handle = columns.get(column);
        if (handle == null) {
            throw new IllegalArgumentException("no such column: " + column.name());
        }
        return handle;
    }
}
