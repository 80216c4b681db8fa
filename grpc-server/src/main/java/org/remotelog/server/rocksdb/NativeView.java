package org.remotelog.server.rocksdb;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
    public Optional<ByteString> get(Column column, ByteString key) {
        try {
            // RocksDB's array is ours alone: no need to copy it.
            return Optional.ofNullable(db.get(handle(column), options, key.toByteArray()))
                    .map(UnsafeByteOperations::unsafeWrap);
        } catch (RocksDBException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public final List<Entry> scan(Column column, ByteString from, ByteString to, int limit) {
        List<Entry> entries = new ArrayList<>();
        scan(column, from, to, limit, entries);
        return entries;
    }

    /** Adds what a scan finds to a list, which then has what came before a damage. */
    final void scan(Column column, ByteString from, ByteString to, int limit, List<Entry> entries) {
        try (RocksIterator iterator = db.newIterator(handle(column), options)) {
            for (iterator.seek(from.toByteArray()); iterator.isValid() && entries.size() < limit; iterator.next()) {
                ByteString key = UnsafeByteOperations.unsafeWrap(iterator.key());
                if (ByteString.unsignedLexicographicalComparator().compare(key, to) >= 0) {
                    return;
                }
                entries.add(new Entry(key, UnsafeByteOperations.unsafeWrap(iterator.value())));
            }
            iterator.status(); // Invalid means the end, or an error.
        } catch (RocksDBException e) {
            throw Failures.of(e);
        }
    }

    /**
     * The values under several keys. One that is damaged leaves the others alone.
     *
     * @throws NotInMemory if one of them needs the disk and this view must not block
     */
    final List<Lookup> getAll(Column column, List<ByteString> keys) {
        try {
            List<byte[]> values = db.multiGetAsList(
                    options,
                    Collections.nCopies(keys.size(), handle(column)),
                    keys.stream().map(ByteString::toByteArray).toList());
            List<Lookup> found = new ArrayList<>(keys.size());
            for (int i = 0; i < keys.size(); i++) {
                found.add(lookup(column, keys.get(i), values.get(i)));
            }
            return found;
        } catch (RocksDBException e) {
            throw Failures.of(e);
        }
    }

    /** No value may also mean that it is damaged, or not in memory: RocksDB tells these apart only one by one. */
    private Lookup lookup(Column column, ByteString key, byte @Nullable [] value) {
        try {
            return new Lookup(
                    value == null ? get(column, key) : Optional.of(UnsafeByteOperations.unsafeWrap(value)), null);
        } catch (CorruptionException e) {
            return new Lookup(Optional.empty(), e);
        }
    }

    final ColumnFamilyHandle handle(Column column) {
        ColumnFamilyHandle handle = columns.get(column);
        if (handle == null) {
            throw new IllegalArgumentException("no such column: " + column.name());
        }
        return handle;
    }
}
