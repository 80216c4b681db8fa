package org.remotelog.server.rocksdb;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.Caller;

/**
 * Runs transactions one after another and commits all that came while the disk was busy with one
 * synced write: so many writers share the cost of a sync.
 */
final class GroupCommitter implements AutoCloseable {
    /** What may wait, in transactions: some 100 ms of commits. */
    static final int MAX_WAITING = 4096;

    /** What may wait, in bytes of values. */
    static final long MAX_WAITING_BYTES = 64 << 20;

    /** Bounds how long the first of a group waits for the last. */
    private static final int MAX_GROUP = 1024;

    private static final long MAX_GROUP_BYTES = 8 << 20;

    private final Database database;
    private final Supplier<Caller> callers;
    private final Timer commits;
    private final DistributionSummary groups;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<Unit<?>> waiting = new ArrayDeque<>(); // This and the next two: guarded by the lock.
    private long waitingBytes;
    private boolean closing;
    private final Thread thread = new Thread(this::run, "committer");
    /** Whoever waits for a commit runs here when the committer has more to do. */
    private final ExecutorService answers =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "commit-answers"));

    /**
     * @param callers who waits for the transaction that is submitted
     */
    GroupCommitter(Database database, Supplier<Caller> callers, MeterRegistry meters) {
        this.database = database;
        this.callers = callers;
        this.commits = meters.timer("store.commit");
        this.groups = meters.summary("store.commit.transactions");
        Gauge.builder("store.commit.waiting", this, GroupCommitter::waiting).register(meters);
        thread.start();
    }

    /**
     * Queues a transaction.
     *
     * @param bytes about how much it writes
     * @return completes when it is on disk; fails with what the transaction threw, with OVERLOADED
     *     when too much waits already, with DRAINING after close
     */
    <T> CompletionStage<T> submit(long bytes, Transaction<T> transaction) {
        Unit<T> unit = new Unit<>(bytes, transaction, callers.get());
        lock.lock();
        try {
            if (closing) {
                unit.future.completeExceptionally(new RemoteLogException(Reason.DRAINING, "the store is closing"));
            } else if (waiting.size() >= MAX_WAITING
                    || (!waiting.isEmpty() && waitingBytes + bytes > MAX_WAITING_BYTES)) {
                unit.future.completeExceptionally(
                        new RemoteLogException(Reason.OVERLOADED, "too many writes wait at this server"));
            } else {
                waiting.add(unit);
                waitingBytes += bytes;
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
        return unit.future;
    }

    /** Commits what was accepted, then stops. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
            answers.shutdown();
            if (!answers.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("somebody who waited for a commit does not come to an end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (List<Unit<?>> group = next(); !group.isEmpty(); group = next()) {
            List<Unit<?>> done = group;
            groups.record(done.size());
            commits.record(() -> commit(done));
            if (waiting() == 0) { // Another thread would take longer to wake than this one to answer.
                done.forEach(Unit::answer);
            } else {
                answers.execute(() -> done.forEach(Unit::answer));
            }
        }
    }

    /** The next group; empty when there will be no more. */
    private List<Unit<?>> next() {
        List<Unit<?>> group = new ArrayList<>();
        long bytes = 0;
        lock.lock();
        try {
            while (waiting.isEmpty() && !closing) {
                arrived.awaitUninterruptibly();
            }
            for (Unit<?> unit = waiting.peek();
                    unit != null && group.size() < MAX_GROUP && (bytes == 0 || bytes + unit.bytes <= MAX_GROUP_BYTES);
                    unit = waiting.peek()) {
                group.add(waiting.remove());
                bytes += unit.bytes;
            }
            waitingBytes -= bytes;
        } finally {
            lock.unlock();
        }
        return group;
    }

    private void commit(List<Unit<?>> group) {
        try {
            database.write(batch -> {
                group.forEach(unit -> unit.run(batch));
                return group;
            });
        } catch (Throwable e) { // Even an error: somebody waits for each answer, and the thread must go on.
            // All of them: what a transaction read may be what another of the group failed to write.
            group.forEach(unit -> unit.fail(e));
        }
    }

    /** A transaction and whoever waits for it. Touched by the committer, then by the thread that answers. */
    private static final class Unit<T> {
        private final CompletableFuture<T> future = new CompletableFuture<>();
        private final long bytes;
        private final Transaction<T> transaction;
        private final Caller caller;
        private @Nullable Throwable failure;
        private @Nullable T result;

        Unit(long bytes, Transaction<T> transaction, Caller caller) {
            this.bytes = bytes;
            this.transaction = transaction;
            this.caller = caller;
        }

        void run(NativeBatch batch) {
            if (caller.isGone()) {
                failure = new CancellationException("the caller is gone");
                return;
            }
            try {
                result = batch.run(transaction);
            } catch (RuntimeException e) {
                failure = e;
            }
        }

        void fail(Throwable cause) {
            failure = cause;
        }

        @SuppressWarnings("NullAway") // A transaction may answer null where its T allows it.
        void answer() {
            if (failure == null) {
                future.complete(result);
            } else {
                future.completeExceptionally(failure);
            }
        }
    }
}
