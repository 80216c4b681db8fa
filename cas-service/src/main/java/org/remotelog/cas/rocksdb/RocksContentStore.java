package org.remotelog.cas.rocksdb;

import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.remotelog.cas.store.Blob;
import org.remotelog.cas.store.ContentStore;
import org.remotelog.cas.store.Entry;
import org.remotelog.cas.store.Lookup;
import org.remotelog.cas.store.Totals;
import org.remotelog.format.Address;
import org.remotelog.server.rocksdb.CorruptionException;
import org.remotelog.server.rocksdb.RocksEngine;

/**
 * Contents in the embedded engine. The key is the SHA-256 in the address: the four bytes before it
 * are the same in all of them.
 */
final class RocksContentStore implements ContentStore {
    private final RocksEngine engine;
    private final Source source;

    RocksContentStore(RocksEngine engine, Source source) {
        this.engine = engine;
        this.source = source;
    }

    @Override
    public CompletionStage<Integer> add(List<Blob> blobs) {
        long bytes = blobs.stream().mapToLong(blob -> blob.data().size()).sum();
        return engine.commit(bytes, batch -> {
            int added = 0;
            long addedBytes = 0;
            for (Blob blob : blobs) {
                if (IndexRow.find(batch, blob.address()).isEmpty()) {
                    ByteString key = IndexRow.key(blob.address());
                    batch.put(Columns.INDEX, key, IndexRow.whole(blob.data().size()));
                    batch.put(Columns.CONTENTS, key, blob.data());
                    added++;
                    addedBytes += blob.data().size();
                }
            }
            TotalsRows.add(batch, new Totals(added, addedBytes, 0));
            return added;
        });
    }

    @Override
    public CompletionStage<Optional<ByteString>> get(Address address) {
        return Failures.named(address, source.get(Columns.CONTENTS, IndexRow.key(address)));
    }

    /** Asks the index for their sizes first, so as not to read more than fits. */
    @Override
    public CompletionStage<Map<Address, Lookup>> getSome(List<Address> addresses, long maxBytes) {
        List<ByteString> keys = addresses.stream().map(IndexRow::key).toList();
        return source.getAll(Columns.INDEX, keys).thenCompose(rows -> {
            List<ByteString> fitting = keys.subList(0, fitting(rows, maxBytes));
            return source.getAll(Columns.CONTENTS, fitting).thenApply(found -> lookups(addresses, found));
        });
    }

    /** How many of the first fit; a size that cannot be read may be any, so it comes alone. */
    private static int fitting(List<org.remotelog.server.rocksdb.Lookup> rows, long maxBytes) {
        long bytes = 0;
        for (int i = 0; i < rows.size(); i++) {
            bytes += rows.get(i).damage() == null
                    ? rows.get(i).value().map(IndexRow::size).orElse(0L)
                    : maxBytes + 1;
            if (bytes > maxBytes) {
                return Math.max(1, i);
            }
        }
        return rows.size();
    }

    private static Map<Address, Lookup> lookups(
            List<Address> addresses, List<org.remotelog.server.rocksdb.Lookup> found) {
        Map<Address, Lookup> lookups = new LinkedHashMap<>();
        for (int i = 0; i < found.size(); i++) {
            Address address = addresses.get(i);
            CorruptionException damage = found.get(i).damage();
            lookups.put(
                    address,
                    damage != null
                            ? new Lookup.Failed(Failures.damaged(address, damage))
                            : found.get(i)
                                    .value()
                                    .<Lookup>map(Lookup.Found::new)
                                    .orElseGet(Lookup.Absent::new));
        }
        return lookups;
    }

    @Override
    public CompletionStage<Map<Address, Entry>> find(Set<Address> addresses) {
        return engine.read(view -> {
            Map<Address, Entry> found = new LinkedHashMap<>();
            for (Address address : addresses) {
                IndexRow.find(view, address).ifPresent(entry -> found.put(address, entry));
            }
            return found;
        });
    }
}
