package org.remotelog.server.testing.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Callers that block, each on a thread of its own. */
public final class ThreadCallers implements Callers {
    private final int callers;
    private final Call call;
    private final List<CompletableFuture<Latencies>> running = new ArrayList<>();

    /** A call that blocks. Many threads make it. */
    @FunctionalInterface
    public interface Call {
        /** Makes it. */
        void run() throws Exception;
    }

    public ThreadCallers(int callers, Call call) {
        this.callers = callers;
        this.call = call;
    }

    @Override
    public void start(Window window) {
        for (int i = 0; i < callers; i++) {
            CompletableFuture<Latencies> done = new CompletableFuture<>();
            running.add(done);
            new Thread(() -> run(window, done), "caller-" + i).start();
        }
    }

    private void run(Window window, CompletableFuture<Latencies> done) {
        Latencies latencies = new Latencies();
        try {
            while (!window.isOver()) {
                long started = System.nanoTime();
                call.run();
                if (window.counts()) {
                    latencies.add(System.nanoTime() - started);
                }
            }
            done.complete(latencies);
        } catch (Exception e) {
            done.completeExceptionally(e);
        }
    }

    @Override
    public List<Latencies> finish() throws Exception {
        List<Latencies> all = new ArrayList<>();
        for (CompletableFuture<Latencies> one : running) {
            all.add(one.get());
        }
        return all;
    }

    @Override
    public long refused() {
        return 0;
    }
}
