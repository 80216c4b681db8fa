package org.remotelog.cas.content;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.remotelog.cas.store.Blob;
import org.remotelog.cas.store.ContentStore;
import org.remotelog.cas.store.Entry;
import org.remotelog.cas.store.Lookup;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.Workers;

/**
 * Lets no content out that does not match its address: such an entry goes to quarantine, and the read fails with
 * CONTENT_CORRUPT.
 */
final class VerifiedStore implements ContentStore {
    private final ContentStore store;
    private final Workers workers;
    private final Quarantine quarantine;

    VerifiedStore(ContentStore store, Workers workers, Quarantine quarantine) {
        this.store = store;
        this.workers = workers;
        this.quarantine = quarantine;
    }

    @Override
    public CompletionStage<Optional<ByteString>> get(Address address) {
        return quarantine.guard(
                address,
                Optional.empty(),
                store.get(address)
                        .thenCompose(found -> workers.begin(
                                found.isPresent() && found.get().size() > Workers.LONG_HASH_BYTES,
                                () -> verified(address, found))));
    }

    private static CompletionStage<Optional<ByteString>> verified(Address address, Optional<ByteString> found) {
        return found.isEmpty() || address.matches(found.get())
                ? CompletableFuture.completedFuture(found)
                : CompletableFuture.failedFuture(mismatch(address));
    }

    /** Hashes in the thread that looks: call it on a worker. */
    @Override
    public CompletionStage<Map<Address, Lookup>> getSome(List<Address> addresses, long maxBytes) {
        return store.getSome(addresses, maxBytes)
                .thenApply(VerifiedStore::verified)
                .thenCompose(this::withdrawn);
    }

    private static Map<Address, Lookup> verified(Map<Address, Lookup> lookups) {
        Map<Address, Lookup> verified = new LinkedHashMap<>();
        lookups.forEach((address, lookup) -> verified.put(
                address,
                lookup instanceof Lookup.Found found && !address.matches(found.data())
                        ? new Lookup.Failed(mismatch(address))
                        : lookup));
        return verified;
    }

    /** The same lookups, once what is corrupt is out of the way. */
    private CompletionStage<Map<Address, Lookup>> withdrawn(Map<Address, Lookup> lookups) {
        List<CompletableFuture<Boolean>> taken = new ArrayList<>();
        lookups.forEach((address, lookup) -> {
            if (lookup instanceof Lookup.Failed failed && Quarantine.isCorrupt(failed.failure())) {
                taken.add(quarantine
                        .take(address, Optional.empty(), failed.failure())
                        .toCompletableFuture());
            }
        });
        return CompletableFuture.allOf(taken.toArray(CompletableFuture[]::new)).thenApply(all -> lookups);
    }

    private static RemoteLogException mismatch(Address address) {
        return new RemoteLogException(Reason.CONTENT_CORRUPT, "what is stored under " + address + " does not match it");
    }

    @Override
    public CompletionStage<Integer> add(List<Blob> blobs) {
        return store.add(blobs);
    }

    @Override
    public CompletionStage<Map<Address, Entry>> find(Set<Address> addresses) {
        return store.find(addresses);
    }
}
