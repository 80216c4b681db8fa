package org.remotelog.cas;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.Stages;
import org.remotelog.server.Workers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets no content out that does not match its address: such an entry goes to quarantine, is counted
 * and logged, and the read fails with CONTENT_CORRUPT. From then on the content is missing, so that
 * adding it again heals it.
 */
final class VerifiedStore implements ContentStore {
    private static final Logger log = LoggerFactory.getLogger(VerifiedStore.class);

    private final ContentStore store;
    private final Workers workers;
    private final Counter corrupt;

    VerifiedStore(ContentStore store, Workers workers, MeterRegistry meters) {
        this.store = store;
        this.workers = workers;
        this.corrupt = Counter.builder("cas.corrupt")
                .description("Entries that were found corrupt and went to quarantine")
                .register(meters);
    }

    @Override
    public CompletionStage<Optional<ByteString>> get(Address address) {
        return store.get(address)
                .thenCompose(found -> workers.begin(
                        found.isPresent() && found.get().size() > Workers.LONG_HASH_BYTES,
                        () -> verified(address, found)))
                .exceptionallyCompose(failure ->
                        isCorrupt(failure) ? withdrawn(address, failure) : CompletableFuture.failedFuture(failure));
    }

    private static CompletionStage<Optional<ByteString>> verified(Address address, Optional<ByteString> found) {
        if (found.isPresent() && !address.matches(found.get())) {
            return CompletableFuture.failedFuture(new RemoteLogException(
                    Reason.CONTENT_CORRUPT, "what is stored under " + address + " does not match it"));
        }
        return CompletableFuture.completedFuture(found);
    }

    /** Answers the failure once the entry is out of the way, or cannot be moved. */
    private CompletionStage<Optional<ByteString>> withdrawn(Address address, Throwable failure) {
        return quarantine(address).handle((moved, immovable) -> {
            if (immovable != null) {
                log.error("corrupt content {} cannot be moved to quarantine: {}", address, immovable.getMessage());
            }
            throw new CompletionException(failure);
        });
    }

    private static boolean isCorrupt(Throwable failure) {
        Throwable cause = Stages.causeOf(failure);
        return cause instanceof RemoteLogException refusal && refusal.reason() == Reason.CONTENT_CORRUPT;
    }

    @Override
    public CompletionStage<Integer> add(List<Blob> blobs) {
        return store.add(blobs);
    }

    @Override
    public CompletionStage<Set<Address>> missing(Set<Address> addresses) {
        return store.missing(addresses);
    }

    @Override
    public CompletionStage<Boolean> quarantine(Address address) {
        return store.quarantine(address).thenApply(moved -> {
            if (moved) {
                corrupt.increment();
                log.error("corrupt content {} went to quarantine; adding it again heals it", address);
            }
            return moved;
        });
    }

    @Override
    public void close() {
        store.close();
    }
}
