package org.remotelog.cas.content;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.remotelog.cas.store.Upload;
import org.remotelog.cas.store.UploadStore;
import org.remotelog.format.RemoteLogException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives up uploads that have stood still for too long, and forgets those that were finished long ago. Has a thread of its own. */
final class Sweeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);
    private static final int PAGE = 100;
    private static final Duration OFTEN_ENOUGH = Duration.ofHours(1);

    private final UploadStore uploads;
    private final Duration idle;
    private final Clock clock;
    private final Counter swept;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "upload-sweeper"));

    Sweeper(UploadStore uploads, Duration idle, Clock clock, MeterRegistry meters) {
        this.uploads = uploads;
        this.idle = idle;
        this.clock = clock;
        this.swept = Counter.builder("cas.uploads.swept")
                .description("Uploads that were given up because they stood still")
                .register(meters);
    }

    void start() {
        Duration quarter = idle.dividedBy(4);
        long millis = Math.max(1, (quarter.compareTo(OFTEN_ENOUGH) < 0 ? quarter : OFTEN_ENOUGH).toMillis());
        thread.scheduleWithFixedDelay(this::sweepOrTryAgainLater, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Looks at all uploads once. */
    void sweep() throws InterruptedException {
        Instant before = clock.instant().minus(idle);
        List<Upload> page = Checker.await(uploads.list(Optional.empty(), PAGE));
        while (!page.isEmpty()) {
            for (Upload upload : page) {
                if (upload.touched().isBefore(before) && Checker.await(uploads.discard(upload)) && !upload.finished()) {
                    swept.increment();
                    log.info("gave up upload {}: {} of {} bytes", upload.id(), upload.committed(), upload.size());
                }
            }
            page = Checker.await(
                    uploads.list(Optional.of(page.get(page.size() - 1).id()), PAGE));
        }
    }

    private void sweepOrTryAgainLater() {
        try {
            sweep();
        } catch (RemoteLogException | CompletionException e) {
            log.warn("cannot sweep uploads now: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
                log.warn("the sweeper does not come to an end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
