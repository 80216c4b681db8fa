package org.remotelog.cas.content;

import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import org.remotelog.cas.store.ContentStore;
import org.remotelog.cas.store.Stores;
import org.remotelog.server.Workers;

/** All that there is to do with contents, and what is done without being asked, over the stores of one engine. */
public final class Contents implements AutoCloseable {
    private final Cas cas;
    private final Uploads uploads;
    private final Downloads downloads;
    private final Scrubber scrubber;
    private final Sweeper sweeper;

    /**
     * @param cacheBytes of memory for contents that were read lately; 0 keeps none
     */
    public Contents(
            Stores stores,
            Workers workers,
            Limits limits,
            long cacheBytes,
            ScrubConfig scrub,
            Clock clock,
            MeterRegistry meters) {
        Quarantine quarantine = new StoreQuarantine(stores.inventory(), meters);
        Segments segments = new Segments(stores.reads().segments(), quarantine);
        ContentStore verified = new VerifiedStore(stores.reads().contents(), workers, quarantine);
        ContentStore contents = cacheBytes == 0 ? verified : new CachedStore(verified, cacheBytes, meters);
        this.cas = new Cas(contents, segments, quarantine, workers, limits);
        this.downloads = new Downloads(cas, segments);
        this.uploads = new Uploads(stores.reads(), stores.uploads(), workers, limits, clock, new SecureRandom());
        Checker checker = Checker.of(stores, workers, quarantine);
        this.scrubber = new Scrubber(stores.inventory(), checker, stores.scrubs(), scrub, clock, meters);
        this.sweeper = new Sweeper(stores.uploads(), limits.uploadIdle(), clock, meters);
        new StoreMeters(stores.inventory()).bindTo(meters);
    }

    /** Starts what is done without being asked. */
    public void start() {
        scrubber.start();
        sweeper.start();
    }

    /** Contents in one message. */
    public Cas cas() {
        return cas;
    }

    /** Contents that come in pieces. */
    public Uploads uploads() {
        return uploads;
    }

    /** Contents that are read in pieces. */
    public Downloads downloads() {
        return downloads;
    }

    @Override
    public void close() {
        sweeper.close();
        scrubber.close();
    }
}
