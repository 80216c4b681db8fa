package org.remotelog.cas.content;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.remotelog.cas.store.Entry;
import org.remotelog.cas.store.Stores;
import org.remotelog.format.Address;
import org.remotelog.server.Workers;

/** Checks everything in a store that no server has open, as fast as the disk is. */
public final class Verification {
    private final Stores stores;
    private final Checker checker;

    private Verification(Stores stores, Workers workers, Quarantine quarantine) {
        this.stores = stores;
        this.checker = Checker.of(stores, workers, quarantine);
    }

    /** One that changes nothing. */
    public static Verification reporting(Stores stores, Workers workers) {
        return new Verification(stores, workers, Quarantine.none());
    }

    /** One that takes out what is corrupt. */
    public static Verification quarantining(Stores stores, Workers workers) {
        return new Verification(stores, workers, new StoreQuarantine(stores.inventory(), new SimpleMeterRegistry()));
    }

    /** Who is told how it goes. */
    public interface Listener {
        /** One entry is corrupt. */
        void corrupt(Address address, long size, String why);

        /** So much was checked; called after each entry. */
        void checked(Outcome soFar);
    }

    /** Checks all entries; returns at the end. */
    public Outcome run(Listener listener) {
        Outcome outcome = new Outcome(0, 0, 0, 0);
        try {
            Walk walk = new Walk(stores.inventory(), Optional.empty());
            for (Optional<Entry> next = walk.next(); next.isPresent(); next = walk.next()) {
                Entry entry = next.get();
                Optional<String> why = checker.check(entry, Pace.unlimited());
                why.ifPresent(reason -> listener.corrupt(entry.address(), entry.size(), reason));
                outcome = outcome.with(entry, why.isPresent());
                listener.checked(outcome);
            }
            return new Outcome(outcome.entries(), outcome.bytes(), outcome.corrupt(), walk.damaged());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    /**
     * What was found.
     *
     * @param entries that were checked
     * @param bytes of those entries
     * @param corrupt entries among them
     * @param unreadable places of the index that cannot be read: what they name was not checked
     */
    public record Outcome(long entries, long bytes, long corrupt, long unreadable) {
        /** Whether everything is right. */
        public boolean isClean() {
            return corrupt == 0 && unreadable == 0;
        }

        private Outcome with(Entry entry, boolean isCorrupt) {
            return new Outcome(entries + 1, bytes + entry.size(), isCorrupt ? corrupt + 1 : corrupt, unreadable);
        }
    }
}
