package org.remotelog.server.testing.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The time in which calls count: those that end in it, whenever they began. So the processor time that a server takes
 * meanwhile belongs to them.
 */
public final class Window {
    /** The longest that an empty window stays open. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final LongAdder counted = new LongAdder();
    private volatile boolean open;
    private volatile boolean over;

    private Window() {}

    /**
     * Measures.
     *
     * @param cpu what the server's process has taken so far
     */
    public static Figures measure(Timing timing, Supplier<Duration> cpu, Callers callers) throws Exception {
        Window window = new Window();
        callers.start(window);
        TimeUnit.NANOSECONDS.sleep(timing.warmUp().toNanos());
        Duration cpuBefore = cpu.get();
        long start = System.nanoTime();
        window.open = true;
        TimeUnit.NANOSECONDS.sleep(timing.measured().toNanos());
        while (window.counted.sum() == 0 && System.nanoTime() - start < PATIENCE.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        window.open = false;
        long nanos = System.nanoTime() - start;
        Duration taken = cpu.get().minus(cpuBefore);
        window.over = true;
        return figures(Latencies.sorted(callers.finish()), nanos, taken, callers.refused());
    }

    private static Figures figures(long[] sorted, long nanos, Duration cpu, long refused) {
        if (sorted.length == 0) {
            throw new IllegalStateException("no call was answered in " + nanos / 1e9 + " s");
        }
        return new Figures(
                sorted.length * 1e9 / nanos,
                Latencies.percentile(sorted, 0.5) / 1e3,
                Latencies.percentile(sorted, 0.99) / 1e3,
                Latencies.percentile(sorted, 0.999) / 1e3,
                cpu.toNanos() / 1e3 / sorted.length,
                refused * 1e9 / nanos);
    }

    /** Whether a call that was answered now counts. */
    boolean counts() {
        if (open) {
            counted.increment();
        }
        return open;
    }

    /** Whether it is open. */
    boolean isOpen() {
        return open;
    }

    /** Whether no more calls are to be made. */
    boolean isOver() {
        return over;
    }
}
