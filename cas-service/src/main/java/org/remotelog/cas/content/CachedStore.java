package org.remotelog.cas.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
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

/**
 * Keeps contents that were read lately in memory. They were verified when they entered it, and never change: they need
 * neither a second hash nor to be thrown out, even where the bytes on disk have gone bad since.
 */
final class CachedStore implements ContentStore {
    /** An entry's objects and its place in the cache, beside the bytes. */
    private static final int OVERHEAD_BYTES = 300;

    private final ContentStore store;
    private final Cache<Address, Optional<ByteString>> contents;

    /**
     * @param store lets only verified contents out
     * @param bytes of memory
     */
    CachedStore(ContentStore store, long bytes, MeterRegistry meters) {
        this.store = store;
        this.contents = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .<Address, Optional<ByteString>>weigher((address, content) ->
                        OVERHEAD_BYTES + content.map(ByteString::size).orElse(0))
                .executor(Runnable::run) // Upkeep takes microseconds; another thread would cost more.
                .recordStats()
                .build();
        Gauge.builder(
                        "cas.cache.bytes",
                        contents,
                        cache -> cache.policy()
                                .eviction()
                                .map(policy -> policy.weightedSize().orElse(0))
                                .orElse(0L))
                .description("Memory of contents that were read lately")
                .register(meters);
        FunctionCounter.builder(
                        "cas.cache.hits", contents, cache -> cache.stats().hitCount())
                .register(meters);
        FunctionCounter.builder(
                        "cas.cache.misses", contents, cache -> cache.stats().missCount())
                .register(meters);
    }

    @Override
    public CompletionStage<Optional<ByteString>> get(Address address) {
        Optional<ByteString> cached = contents.getIfPresent(address);
        return cached != null
                ? CompletableFuture.completedFuture(cached)
                : store.get(address).thenApply(found -> keep(address, found));
    }

    @Override
    public CompletionStage<Map<Address, Lookup>> getSome(List<Address> addresses, long maxBytes) {
        Map<Address, Lookup> cached = cached(addresses, maxBytes);
        return cached.isEmpty()
                ? store.getSome(addresses, maxBytes).thenApply(this::keep)
                : CompletableFuture.completedFuture(cached);
    }

    private Map<Address, Lookup> cached(List<Address> addresses, long maxBytes) {
        Map<Address, Lookup> found = new LinkedHashMap<>();
        long bytes = 0;
        for (Address address : addresses) {
            Optional<ByteString> content = contents.getIfPresent(address);
            if (content != null && content.isPresent()) {
                bytes += content.get().size();
                if (bytes > maxBytes && !found.isEmpty()) {
                    break;
                }
                found.put(address, new Lookup.Found(content.get()));
            }
        }
        return found;
    }

    private Optional<ByteString> keep(Address address, Optional<ByteString> found) {
        if (found.isPresent()) {
            contents.put(address, found);
        }
        return found;
    }

    private Map<Address, Lookup> keep(Map<Address, Lookup> lookups) {
        lookups.forEach((address, lookup) -> {
            if (lookup instanceof Lookup.Found found) {
                contents.put(address, Optional.of(found.data()));
            }
        });
        return lookups;
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
