package org.remotelog.cli;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Groups bodies for one append each: many while they come fast, few while somebody types. Reads ahead on a thread of its
 * own, by at most one batch.
 */
final class Batches {
    /** How many messages an append has at most; also what one call to a CAS takes. */
    static final int MAX_MESSAGES = 1024;

    /** How many bytes an append has, but for a last message that goes beyond. */
    private static final long ENOUGH_BYTES = 4L * 1024 * 1024;

    /** How long the first message of a batch waits for others. */
    private static final Duration LINGER = Duration.ofMillis(100);

    private final Bodies bodies;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<ByteString> collected = new ArrayList<>();
    private long bytes;
    private boolean ended;
    private @Nullable Exception failure;

    Batches(Bodies bodies) {
        this.bodies = bodies;
    }

    /** Starts to read. The thread does not keep the process alive: nothing else ends a read of stdin. */
    void start() {
        Thread thread = new Thread(this::collect, "input");
        thread.setDaemon(true);
        thread.start();
    }

    private void collect() {
        try (bodies) {
            ByteString body = bodies.next();
            while (body != null && add(body)) {
                body = bodies.next();
            }
            end(null);
        } catch (IOException | RuntimeException | InterruptedException e) {
            end(e);
        }
    }

    private boolean add(ByteString body) throws InterruptedException {
        lock.lock();
        try {
            while (isFull() && !ended) {
                changed.await();
            }
            if (ended) {
                return false;
            }
            collected.add(body);
            bytes += body.size();
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        return collected.size() >= MAX_MESSAGES || bytes >= ENOUGH_BYTES;
    }

    /** Takes no more from the input; what was read before is still answered. */
    void end() {
        end(null);
    }

    private void end(@Nullable Exception why) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                failure = why;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the next batch.
     *
     * @return empty after the last
     * @throws CliException if the input cannot be read; what came before was answered
     */
    List<ByteString> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (collected.isEmpty() && !ended) {
                changed.await();
            }
            long left = LINGER.toNanos();
            while (!isFull() && !ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (collected.isEmpty() && failure != null) {
                throw failure instanceof CliException e
                        ? e
                        : new CliException("cannot read the input: " + failure.getMessage(), failure);
            }
            List<ByteString> batch = collected;
            collected = new ArrayList<>();
            bytes = 0;
            changed.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }
}
