package org.remotelog.server;

import io.grpc.Context;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;

/**
 * The bounded pool for work that may block: reads from disk, much hashing. Handlers themselves run
 * on Netty's event loops, where a blocked thread stalls every connection. Safe for use by many
 * threads.
 */
public final class Workers implements AutoCloseable {
    /** Disk reads overlap: more threads than processors keep the disk busy. */
    private static final int THREADS_PER_PROCESSOR = 4;

    /** At 0.1 ms a read, what waits last waits some 10 ms on two processors. */
    private static final int QUEUE = 1024;

    private static final long CLOSE_SECONDS = 10;

    private final ThreadPoolExecutor pool;

    /**
     * @param name prefix of the threads' names
     * @param queue how much work may wait; more is refused
     */
    public Workers(String name, int threads, int queue) {
        AtomicInteger number = new AtomicInteger();
        this.pool = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                task -> new Thread(task, name + "-" + number.incrementAndGet()));
    }

    /** A pool for this machine, with a gauge for what waits. */
    static Workers forProcessors(String name, MeterRegistry meters) {
        Workers workers =
                new Workers(name, THREADS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors(), QUEUE);
        Gauge.builder("workers.waiting", workers.pool, pool -> pool.getQueue().size())
                .register(meters);
        return workers;
    }

    /**
     * Does a piece of work, for the caller of the current gRPC call. The stage fails with OVERLOADED
     * when too much waits already, and is cancelled when the caller is gone before its turn comes.
     */
    public <T> CompletableFuture<T> submit(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Context context = Context.current();
        Runnable task = () -> {
            if (context.isCancelled()) {
                result.completeExceptionally(new CancellationException("the caller is gone"));
                return;
            }
            try {
                result.complete(work.get());
            } catch (Throwable e) { // Whatever it was, somebody waits for the answer.
                result.completeExceptionally(e);
            }
        };
        try {
            pool.execute(context.wrap(task));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(
                    pool.isShutdown()
                            ? new RemoteLogException(Reason.DRAINING, "the server is shutting down")
                            : new RemoteLogException(Reason.OVERLOADED, "too much work waits at this server"));
        }
        return result;
    }

    /** Finishes what was accepted. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
