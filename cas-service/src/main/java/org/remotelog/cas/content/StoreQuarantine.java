package org.remotelog.cas.content;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.remotelog.cas.store.Inventory;
import org.remotelog.cas.store.SegmentsKey;
import org.remotelog.format.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes corrupt entries out of the store, counts and logs them. From then on the content is missing, so that adding it again
 * heals it.
 */
final class StoreQuarantine implements Quarantine {
    private static final Logger log = LoggerFactory.getLogger(StoreQuarantine.class);

    private final Inventory inventory;
    private final Counter corrupt;

    StoreQuarantine(Inventory inventory, MeterRegistry meters) {
        this.inventory = inventory;
        this.corrupt = Counter.builder("cas.corrupt")
                .description("Entries that were found corrupt and went to quarantine")
                .register(meters);
    }

    @Override
    public CompletionStage<Boolean> take(Address address, Optional<SegmentsKey> segments, Throwable why) {
        return inventory
                .quarantine(address, segments, String.valueOf(why.getMessage()))
                .handle((moved, immovable) -> {
                    if (immovable != null) {
                        log.error("corrupt content {} cannot go to quarantine: {}", address, immovable.getMessage());
                        return true;
                    }
                    if (moved) {
                        corrupt.increment();
                        log.error("corrupt content {} went to quarantine; adding it again heals it", address);
                    }
                    return moved;
                });
    }
}
