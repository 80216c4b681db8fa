package org.remotelog.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** SIGINT and SIGTERM, for commands that come to a good end instead of being cut off. */
final class StopSignal {
    /** How long a command may take to get to a place where it can stop. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile @Nullable Runnable handler;
    private volatile int exitCode;

    /** Listens to the signals of this process, whose command runs on a thread. */
    static StopSignal install(Thread command) {
        StopSignal stop = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop.onShutdown(command), "stop"));
        return stop;
    }

    /** From now on a signal asks the command to end, and waits for it. */
    void handle(Runnable onRequest) {
        handler = onRequest;
    }

    boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Waits; true as soon as a stop is requested. */
    boolean await(Duration time) {
        try {
            return requested.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** The command has ended. */
    void finish(int code) {
        exitCode = code;
        finished.countDown();
    }

    void request() {
        Runnable asked = handler;
        requested.countDown();
        if (asked != null) {
            asked.run();
        }
    }

    /** Ends with a halt, because a JVM that ends by a signal has an exit code of its own. */
    private void onShutdown(Thread command) {
        if (handler == null || finished.getCount() == 0) {
            return;
        }
        request();
        try {
            if (!finished.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                command.interrupt(); // It waits for a service.
                finished.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(finished.getCount() == 0 ? exitCode : CliException.EXIT_CODE);
    }
}
