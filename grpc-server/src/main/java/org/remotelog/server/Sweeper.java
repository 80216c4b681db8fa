package org.remotelog.server;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that looks, again and again, for clients that keep the server waiting. */
final class Sweeper implements AutoCloseable {
    static final int TICKS_PER_SECOND = 10;

    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "sweeper"));

    /** Does this every tick from now on. */
    void sweep(Runnable work) {
        thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) { // The next tick would not come.
                        log.error("a sweep failed", e);
                    }
                },
                0,
                1000 / TICKS_PER_SECOND,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
