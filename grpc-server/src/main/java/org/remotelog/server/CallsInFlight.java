package org.remotelog.server;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The calls of our services that have not ended, for the drain to wait for. Health watches and
 * reflection, which last as long as their client likes, do not count.
 */
final class CallsInFlight extends ServerStreamTracer.Factory {
    private static final ServerStreamTracer NOT_COUNTED = new ServerStreamTracer() {};

    private final Object lock = new Object();
    private int count;

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        if (fullMethodName.startsWith("grpc.")) {
            return NOT_COUNTED;
        }
        synchronized (lock) {
            count++;
        }
        return new ServerStreamTracer() {
            private final AtomicBoolean closed = new AtomicBoolean();

            @Override
            public void streamClosed(Status status) {
                if (closed.compareAndSet(false, true)) {
                    end();
                }
            }
        };
    }

    /** Waits until there is none, or the time is over; whether there is none. */
    boolean awaitNone(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (lock) {
            while (count > 0) {
                long millis = (end - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return false;
                }
                lock.wait(millis);
            }
            return true;
        }
    }

    private void end() {
        synchronized (lock) {
            if (--count == 0) {
                lock.notifyAll();
            }
        }
    }
}
