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
import org.remotelog.server.rocksdb.View;

/**
 * Contents in the embedded engine. The key is the SHA-256 in the address: the four bytes before it
 * are the same in all of them.
 */
final class RocksContentStore implements ContentStore {
    private final RocksEngine engine;

    RocksContentStore(RocksEngine engine) {
        this.engine = engine;
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
            TotalsRow.add(batch, new Totals(added, addedBytes, 0));
            return added;
        });
    }

    @Override
    public CompletionStage<Optional<ByteString>> get(Address address) {
        return Failures.named(address, engine.get(Columns.CONTENTS, IndexRow.key(address)));
    }

    @Override
    public CompletionStage<Map<Address, Lookup>> getSome(List<Address> addresses, long maxBytes) {
        return engine.read(view -> {
            Map<Address, Lookup> found = new LinkedHashMap<>();
            long bytes = 0;
            for (Address address : addresses) {
                Optional<Entry> entry = IndexRow.find(view, address);
                bytes += entry.map(Entry::size).orElse(0L);
                if (bytes > maxBytes && !found.isEmpty()) {
                    break;
                }
                found.put(address, lookUp(view, address));
            }
            return found;
        });
    }

    private static Lookup lookUp(View view, Address address) {
        try {
            return view.get(Columns.CONTENTS, IndexRow.key(address))
                    .<Lookup>map(Lookup.Found::new)
                    .orElseGet(Lookup.Absent::new);
        } catch (CorruptionException e) {
            return new Lookup.Failed(Failures.damaged(address, e));
        }
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
