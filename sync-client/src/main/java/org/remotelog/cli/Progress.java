package org.remotelog.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.remotelog.client.WireUsage;

/** Shows a person how far a command is, on one line of stderr, once it takes longer than two seconds. */
final class Progress implements AutoCloseable {
    private static final long FIRST_MILLIS = 2000;
    private static final long NEXT_MILLIS = 500;
    private static final long KIB = 1024;
    private static final String CLEAR_LINE = "\r\033[K";

    private final Shell shell;
    private final Supplier<WireUsage> usage;
    private final BooleanSupplier watched;
    private final CountDownLatch done = new CountDownLatch(1);
    private String status;
    private boolean shown;

    /**
     * @param status what is waited for first
     * @param usage what went over the wire so far: a long message takes its time
     * @param watched whether there is somebody to see it; asked only when there is something to see
     */
    Progress(Shell shell, String status, Supplier<WireUsage> usage, BooleanSupplier watched) {
        this.shell = shell;
        this.status = status;
        this.usage = usage;
        this.watched = watched;
        Thread thread = new Thread(this::run, "progress");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            if (!done.await(FIRST_MILLIS, TimeUnit.MILLISECONDS) && watched.getAsBoolean()) {
                do {
                    show();
                } while (!done.await(NEXT_MILLIS, TimeUnit.MILLISECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is going on now; empty for nothing. */
    synchronized void status(String now) {
        status = now;
    }

    private synchronized void show() {
        clear();
        if (!status.isEmpty() && done.getCount() > 0) {
            WireUsage now = usage.get();
            shell.err()
                    .print(status + " (" + now.sentBytes() / KIB + " KiB sent, " + now.receivedBytes() / KIB
                            + " KiB received)");
            shell.err().flush();
            shown = true;
        }
    }

    /** Makes room for other output. */
    synchronized void clear() {
        if (shown) {
            shell.err().print(CLEAR_LINE);
            shell.err().flush();
            shown = false;
        }
    }

    @Override
    public void close() {
        done.countDown();
        clear();
    }
}
