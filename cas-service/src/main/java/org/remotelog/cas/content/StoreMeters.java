package org.remotelog.cas.content;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import org.remotelog.cas.store.Inventory;
import org.remotelog.cas.store.Totals;

/** What the store has, for {@code /metrics}. */
final class StoreMeters {
    private final Inventory inventory;

    StoreMeters(Inventory inventory) {
        this.inventory = inventory;
    }

    void bindTo(MeterRegistry meters) {
        gauge(meters, "cas.entries", "Contents that are stored", Totals::entries);
        gauge(meters, "cas.content.bytes", "Of all contents", Totals::bytes);
        gauge(meters, "cas.quarantined", "Entries in quarantine", Totals::quarantined);
    }

    private void gauge(MeterRegistry meters, String name, String description, ToLongFunction<Totals> part) {
        Gauge.builder(name, () -> value(part))
                .strongReference(true)
                .description(description)
                .register(meters);
    }

    /** NaN where the store does not answer at once. */
    private double value(ToLongFunction<Totals> part) {
        try {
            return part.applyAsLong(inventory.totals().toCompletableFuture().get(1, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return Double.NaN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Double.NaN;
        }
    }
}
