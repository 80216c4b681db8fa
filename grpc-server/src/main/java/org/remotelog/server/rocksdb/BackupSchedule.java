package org.remotelog.server.rocksdb;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.remotelog.server.BackupConfig;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes backups while the store serves, on a thread of its own. A backup is made of a copy of the
 * database, whose files are links: so the copying, which may last, holds up neither the gate nor a stop.
 * One that fails is told and counted, and tried again.
 */
final class BackupSchedule implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BackupSchedule.class);

    /** After one that failed: then the reason may have been mended. */
    private static final Duration RETRY = Duration.ofMinutes(5);

    /** A stop waits no longer for one: what was copied so far is swept by the next. */
    private static final long CLOSE_SECONDS = 5;

    private final RocksConfig config;
    private final BackupConfig backup;
    private final Backups backups;
    private final Database database;
    private final Path copy;
    private final InstantSource clock;
    private final Timer taken;
    private final Counter failures;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        Thread daemon = new Thread(task, "backup");
        daemon.setDaemon(true);
        return daemon;
    });
    private volatile @Nullable Backup last;

    /**
     * @param copy where the files of the store can be linked
     */
    BackupSchedule(
            RocksConfig config,
            BackupConfig backup,
            Database database,
            Path copy,
            InstantSource clock,
            MeterRegistry meters) {
        this.config = config;
        this.backup = backup;
        this.backups = new Backups(backup.directory(), config.format());
        this.database = database;
        this.copy = copy;
        this.clock = clock;
        this.taken = meters.timer("store.backup");
        this.failures = meters.counter("store.backup.failures");
        Gauge.builder("store.backup.age", this::ageSeconds).baseUnit("seconds").register(meters);
        Gauge.builder("store.backup.size", this::bytes).baseUnit("bytes").register(meters);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.execute(this::begin);
    }

    private void begin() {
        try {
            if (Files.exists(backup.directory())) {
                List<Backup> before = backups.list();
                last = before.isEmpty() ? null : before.get(before.size() - 1);
            }
        } catch (RuntimeException e) {
            log.warn("cannot look for older backups: {}", e.getMessage());
        }
        Backup newest = last;
        next(newest == null ? Duration.ZERO : backup.interval().minus(since(newest.time())));
    }

    private void run() {
        Instant start = clock.instant();
        try {
            taken.record(this::backUp);
            next(backup.interval().minus(since(start)));
        } catch (RuntimeException e) { // Whatever it was: serving goes on, and so do later backups.
            failures.increment();
            log.error("no backup: {}", e.getMessage());
            next(backup.interval().compareTo(RETRY) < 0 ? backup.interval() : RETRY);
        }
    }

    private void backUp() {
        try {
            deleteCopy(copy);
            database.copyTo(copy);
            try (OpenDatabase copied = OpenDatabase.forReading(config, copy)) {
                last = backups.add(copied, backup.keep());
            } finally {
                deleteCopy(copy);
            }
        } catch (IOException | RocksDBException e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Links that a process which was killed has left hold the space of files that are long deleted. */
    static void deleteCopy(Path copy) throws IOException {
        if (Files.exists(copy)) {
            MoreFiles.deleteRecursively(copy, RecursiveDeleteOption.ALLOW_INSECURE);
        }
    }

    private void next(Duration in) {
        try {
            thread.schedule(this::run, Math.max(0, in.toMillis()), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("stopping: no more backups");
        }
    }

    private Duration since(Instant time) {
        return Duration.between(time, clock.instant());
    }

    private double ageSeconds() {
        Backup newest = last;
        return newest == null ? Double.POSITIVE_INFINITY : since(newest.time()).toMillis() / 1000.0;
    }

    private double bytes() {
        Backup newest = last;
        return newest == null ? 0 : newest.bytes();
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("a backup is cut off; those before it stay");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
