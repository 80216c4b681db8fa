package org.remotelog.cas.content;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.remotelog.cas.store.Inventory;
import org.remotelog.cas.store.SegmentsKey;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.Stages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes corrupt entries out of the store, counts and logs them. From then on the content is missing, so that adding it again
 * heals it.
 */
final class Quarantine {
    private static final Logger log = LoggerFactory.getLogger(Quarantine.class);

    private final Inventory inventory;
    private final Counter corrupt;

    Quarantine(Inventory inventory, MeterRegistry meters) {
        this.inventory = inventory;
        this.corrupt = Counter.builder("cas.corrupt")
                .description("Entries that were found corrupt and went to quarantine")
                .register(meters);
    }

    /** Whether a failure means that the entry has to be taken out. */
    static boolean isCorrupt(Throwable failure) {
        return Stages.causeOf(failure) instanceof RemoteLogException refusal
                && refusal.reason() == Reason.CONTENT_CORRUPT;
    }

    /** Passes an outcome on; a corrupt entry is out of the way by then, or cannot be moved. */
    <T> CompletionStage<T> guard(Address address, Optional<SegmentsKey> segments, CompletionStage<T> outcome) {
        return outcome.exceptionallyCompose(failure -> {
            if (!isCorrupt(failure)) {
                return CompletableFuture.failedFuture(failure);
            }
            return take(address, segments, Stages.causeOf(failure)).thenCompose(moved -> {
                throw new CompletionException(failure);
            });
        });
    }

    /** Takes an entry out; completes when it is out of the way, or cannot be moved. */
    CompletionStage<Boolean> take(Address address, Optional<SegmentsKey> segments, Throwable why) {
        return inventory
                .quarantine(address, segments, String.valueOf(why.getMessage()))
                .handle((moved, immovable) -> {
                    if (immovable != null) {
                        log.error(
                                "corrupt content {} cannot be moved to quarantine: {}",
                                address,
                                immovable.getMessage());
                        return false;
                    }
                    if (moved) {
                        corrupt.increment();
                        log.error("corrupt content {} went to quarantine; adding it again heals it", address);
                    }
                    return moved;
                });
    }
}
