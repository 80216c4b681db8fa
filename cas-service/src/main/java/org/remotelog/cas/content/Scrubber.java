package org.remotelog.cas.content;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.remotelog.cas.store.Entry;
import org.remotelog.cas.store.Inventory;
import org.remotelog.cas.store.ScrubProgress;
import org.remotelog.cas.store.ScrubStore;
import org.remotelog.format.RemoteLogException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads everything that is stored, again and again, at a polite rate, because bytes go bad where nobody looks. Goes on where
 * it was after a restart. Has a thread of its own.
 */
final class Scrubber implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Scrubber.class);

    /** What a restart may read once more, against a synced write each time. */
    private static final Duration SAVE_EVERY = Duration.ofSeconds(10);

    /** When the store does not answer: it is overloaded, or its disk is full. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);

    private final Inventory inventory;
    private final Checker checker;
    private final ScrubStore store;
    private final ScrubConfig config;
    private final Clock clock;
    private final Pace pace;
    private final Counter entries;
    private final Counter bytes;
    private final Counter corrupt;
    private final Counter damaged;
    private final Thread thread = new Thread(this::run, "scrubber");
    private volatile ScrubProgress progress = ScrubProgress.BEGINNING;
    private Instant saved; // Of the thread.

    Scrubber(
            Inventory inventory,
            Checker checker,
            ScrubStore store,
            ScrubConfig config,
            Clock clock,
            MeterRegistry meters) {
        this.inventory = inventory;
        this.checker = checker;
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.saved = clock.instant();
        this.pace = config.bytesPerSecond() == 0 ? Pace.unlimited() : Pace.of(config.bytesPerSecond());
        this.entries = meters.counter("cas.scrub.entries");
        this.bytes = meters.counter("cas.scrub.bytes");
        this.corrupt = meters.counter("cas.scrub.corrupt");
        this.damaged = meters.counter("cas.scrub.index.damaged");
        Gauge.builder("cas.scrub.age.seconds", this, Scrubber::age)
                .description("Since the end of the last full pass; NaN before the first")
                .register(meters);
    }

    /** Begins, unless the configuration says that it should not. */
    void start() {
        if (config.bytesPerSecond() > 0) {
            thread.start();
        }
    }

    /** How far it is. */
    ScrubProgress progress() {
        return progress;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private double age() {
        return progress.lastFullPass()
                .map(end -> Duration.between(end, clock.instant()).toMillis() / 1e3)
                .orElse(Double.NaN);
    }

    private void run() {
        boolean loaded = false;
        try {
            while (true) {
                try {
                    if (!loaded) {
                        progress = Checker.await(store.load()).orElse(ScrubProgress.BEGINNING);
                        loaded = true;
                    }
                    awaitTheNextPass();
                    pass();
                } catch (RemoteLogException | CompletionException e) {
                    log.warn("the scrubber pauses: {}", e.getMessage());
                    TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE.toMillis());
                }
            }
        } catch (InterruptedException e) { // Closed.
            store.save(progress).toCompletableFuture().join();
        }
    }

    private void awaitTheNextPass() throws InterruptedException {
        if (progress.at().isEmpty() && progress.lastFullPass().isPresent()) {
            Duration rested = Duration.between(progress.lastFullPass().get(), clock.instant());
            // A clock that was set back must not keep it waiting.
            Duration rest =
                    rested.isNegative() ? Duration.ZERO : config.interval().minus(rested);
            TimeUnit.MILLISECONDS.sleep(Math.max(0, rest.toMillis()));
        }
    }

    private void pass() throws InterruptedException {
        Walk walk = new Walk(inventory, progress.at());
        for (Optional<Entry> next = walk.next(); next.isPresent(); next = walk.next()) {
            check(next.get(), walk.at());
            if (Duration.between(saved, clock.instant()).abs().compareTo(SAVE_EVERY) > 0) {
                save();
            }
        }
        damaged.increment(walk.damaged());
        if (progress.entries() + walk.damaged() > 0) {
            log.info(
                    "scrubbed {} entries, {} bytes: {} corrupt, {} places of the index unreadable",
                    progress.entries(),
                    progress.bytes(),
                    progress.corrupt(),
                    walk.damaged());
        }
        progress = progress.passed(clock.instant());
        save();
    }

    private void check(Entry entry, Optional<ByteString> at) throws InterruptedException {
        Optional<String> why = checker.check(entry, pace);
        entries.increment();
        bytes.increment(entry.size());
        why.ifPresent(reason -> corrupt.increment());
        progress = progress.checked(entry, why.isEmpty(), at);
    }

    private void save() throws InterruptedException {
        Checker.await(store.save(progress));
        saved = clock.instant();
    }
}
