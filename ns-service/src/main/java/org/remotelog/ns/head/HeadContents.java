package org.remotelog.ns.head;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.GuavaCacheMetrics;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.remotelog.format.Address;
import org.remotelog.format.Name;
import org.remotelog.ns.store.Corruption;
import org.remotelog.ns.store.Head;
import org.remotelog.ns.store.HeadStore;
import org.remotelog.ns.store.HeldContent;
import org.remotelog.server.Workers;

/**
 * The joined contents of heads. What comes from the store is verified once, against the address that the head's record
 * signs, and then kept in memory: so an append need not read what it is put in front of, and no reader is served bytes that
 * would not verify.
 */
final class HeadContents {
    /** What an entry takes besides its content: a name, an address, the nodes of the cache. */
    private static final int ENTRY_BYTES = 512;

    private final HeadStore store;
    private final Workers workers;
    private final Corruption corruption;
    private final Cache<Name, Verified> cache;

    private record Verified(Address address, ByteString content) {}

    /**
     * @param workers for joining and hashing, which takes too long for an event loop
     * @param cacheBytes of contents in memory, at most
     */
    HeadContents(HeadStore store, Workers workers, long cacheBytes, Corruption corruption, MeterRegistry meters) {
        this.store = store;
        this.workers = workers;
        this.corruption = corruption;
        this.cache = CacheBuilder.newBuilder()
                .maximumWeight(cacheBytes)
                .weigher((Name name, Verified entry) -> ENTRY_BYTES + entry.content.size())
                .recordStats()
                .build();
        GuavaCacheMetrics.monitor(meters, cache, "head-contents");
    }

    /**
     * The content of a head: at once if it is in memory, else from a worker.
     *
     * @return empty when the head has moved on meanwhile; fails with CONTENT_CORRUPT
     * @throws IllegalArgumentException if the head has none here
     */
    CompletionStage<Optional<ByteString>> joined(Head head) {
        HeldContent held = head.content().orElseThrow(() -> new IllegalArgumentException("a head without content"));
        Address address = addressOf(head);
        Verified cached = cache.getIfPresent(head.name());
        if (cached != null && cached.address.equals(address)) {
            return CompletableFuture.completedFuture(Optional.of(cached.content));
        }
        boolean isLong = held.extent().length() > Workers.LONG_HASH_BYTES || held.pieces() > Workers.LONG_LOOKS;
        return workers.begin(isLong, () -> load(head, held, address));
    }

    /** Keeps the content of the head that a name has now, verified by the caller. */
    void remember(Head head, ByteString content) {
        cache.put(head.name(), new Verified(addressOf(head), content));
    }

    private CompletionStage<Optional<ByteString>> load(Head head, HeldContent held, Address address) {
        return store.pieces(head.name(), held).thenCompose(pieces -> {
            if (sizeOf(pieces) == held.extent().length()) {
                ByteString content = join(pieces, held.extent().length());
                if (address.matches(content)) {
                    remember(head, content);
                    return CompletableFuture.completedFuture(Optional.of(content));
                }
            }
            return store.head(head.name()).thenApply(now -> {
                if (now.equals(Optional.of(head))) {
                    throw corruption.found(head.name(), "the content of the head", null);
                }
                return Optional.empty();
            });
        });
    }

    private static Address addressOf(Head head) {
        return head.record().address().orElseThrow(() -> new IllegalArgumentException("a content without an address"));
    }

    private static long sizeOf(List<ByteString> pieces) {
        return pieces.stream().mapToLong(ByteString::size).sum();
    }

    private static ByteString join(List<ByteString> pieces, int length) {
        byte[] joined = new byte[length];
        int offset = 0;
        for (ByteString piece : pieces) {
            piece.copyTo(joined, offset);
            offset += piece.size();
        }
        return UnsafeByteOperations.unsafeWrap(joined);
    }
}
