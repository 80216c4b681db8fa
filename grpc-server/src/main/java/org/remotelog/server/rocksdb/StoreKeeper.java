package org.remotelog.server.rocksdb;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after a store: sees when the disk fills and when there is room again, also while nobody writes,
 * and when RocksDB has stopped taking writes (after an error of the disk it takes none until it is
 * opened anew) opens it anew.
 */
final class StoreKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StoreKeeper.class);

    private static final long LOOK_EVERY_MILLIS = 1000;

    /** For what an opening writes beside the log's data: a manifest, options, a new log. */
    private static final long SPARE_BYTES = 4 << 20;

    /** Where an error comes back after each opening, as a damaged table's does: a minute of writes is better than none. */
    private static final int MAX_PAUSE_LOOKS = 64;

    private final Database database;
    private final StoreFiles files;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "store-keeper"));
    private int pause = 1; // In looks: this and the next one belong to the thread.
    private int untilOpening;

    StoreKeeper(Database database, StoreFiles files) {
        this.database = database;
        this.files = files;
        thread.scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            database.reserve().look();
            if (database.takesWrites()) {
                pause = Math.max(1, pause - 1);
                untilOpening = 0;
            } else if (untilOpening > 0) {
                untilOpening--;
            } else if (hasRoom()) {
                untilOpening = pause;
                pause = Math.min(MAX_PAUSE_LOOKS, 2 * pause);
                database.reopen();
            }
        } catch (RuntimeException e) { // The next look may fare better.
            log.warn("cannot look after the store: {}", e.getMessage());
        }
    }

    private boolean hasRoom() {
        long needed = Math.max(database.reserve().bytes(), files.logBytes() + SPARE_BYTES);
        return database.reserve().free() >= needed;
    }

    /** Finishes the look that it is at. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
                log.warn("the store is still being opened anew");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
