package org.remotelog.ns;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watches that are open, and the threads that serve them. What waits for these threads is bounded by the number of
 * calls: each waits once at most.
 */
final class WatchCalls implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WatchCalls.class);

    /** When what the server had no time for is tried again. */
    private static final long LATER_MILLIS = 200;

    private final Set<WatchCall> calls = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor threads;
    private volatile boolean draining;

    /**
     * @param heartbeat how long a stream is silent before it says that it is there; 0 for ever
     */
    WatchCalls(Duration heartbeat, MeterRegistry meters) {
        AtomicInteger number = new AtomicInteger();
        this.threads = new ScheduledThreadPoolExecutor(
                Runtime.getRuntime().availableProcessors(),
                task -> new Thread(task, "watch-" + number.incrementAndGet()));
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        if (!heartbeat.isZero()) {
            long millis = heartbeat.toMillis();
            threads.scheduleAtFixedRate(() -> calls.forEach(WatchCall::beat), millis, millis, TimeUnit.MILLISECONDS);
        }
        Gauge.builder("ns.watches", calls, Set::size)
                .description("Streams of watches that are open")
                .register(meters);
    }

    void add(WatchCall call) {
        calls.add(call);
        if (draining) {
            call.endWith(draining());
        }
    }

    void remove(WatchCall call) {
        calls.remove(call);
    }

    /** Does some work for a client, on one of the threads. */
    void execute(Runnable work) {
        try {
            threads.execute(() -> logged(work));
        } catch (RejectedExecutionException e) {
            log.debug("closed: {}", e.getMessage());
        }
    }

    /** Does something in a while. */
    void later(Runnable work) {
        try {
            threads.schedule(() -> logged(work), LATER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("closed: {}", e.getMessage());
        }
    }

    /** Ends all of them, and those that begin from now on: the client goes on at another server. */
    void drain() {
        draining = true;
        calls.forEach(call -> call.endWith(draining()));
    }

    private static RemoteLogException draining() {
        return new RemoteLogException(Reason.DRAINING, "the server is shutting down; watch at another one, or later");
    }

    private static void logged(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) { // The executor would keep it to itself.
            log.error("a watch failed", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
