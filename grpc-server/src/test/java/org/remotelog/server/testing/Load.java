package org.remotelog.server.testing;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.sun.management.OperatingSystemMXBean;
import io.grpc.stub.StreamObserver;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.remotelog.server.testing.bench.Latencies;

/**
 * Callers that make one call after the other for a bounded time, and what they measured, round by round: each case in each
 * round, so that other load on the machine hits them alike.
 */
public final class Load {
    private final int callers;
    private final long nanos;
    private final int rounds;
    private final Map<String, List<Result>> results = new LinkedHashMap<>();

    private Load(int callers, double seconds, int rounds) {
        this.callers = callers;
        this.nanos = (long) (seconds * 1e9);
        this.rounds = rounds;
    }

    /** What is measured. */
    @FunctionalInterface
    public interface Benchmark {
        /**
         * Runs it.
         *
         * @param directory empty, and deleted afterwards
         */
        void run(Load load, Path directory) throws Exception;
    }

    /** Measures each case once. */
    @FunctionalInterface
    public interface Round {
        /** The cases by their names, in the order to report them. */
        Map<String, Result> measure() throws Exception;
    }

    /**
     * Runs a benchmark.
     *
     * @param arguments SECONDS of a measurement, and how many ROUNDS; both may be left out
     */
    public static void run(int callers, String[] arguments, Benchmark benchmark) throws Exception {
        double seconds = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 1;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        Path directory = Files.createTempDirectory("bench");
        try {
            benchmark.run(new Load(callers, seconds, rounds), directory);
        } finally {
            MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
        }
    }

    /** Measures round by round, then reports; the first round only warms up. */
    public void rounds(Round round) throws Exception {
        round.measure();
        for (int i = 0; i < rounds; i++) {
            round.measure()
                    .forEach((name, result) -> results.computeIfAbsent(name, n -> new ArrayList<>())
                            .add(result));
        }
        report();
    }

    /**
     * Measures gRPC calls.
     *
     * @param caller makes a caller, which begins its next call whenever it is given the observer
     */
    public <T> Result calls(IntFunction<Consumer<StreamObserver<T>>> caller) throws Exception {
        List<Caller<T>> running = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            running.add(new Caller<>(caller.apply(i)));
        }
        Clock clock = new Clock();
        long start = System.nanoTime();
        running.forEach(one -> one.start(start + nanos));
        List<Latencies> latencies = new ArrayList<>();
        for (Caller<T> one : running) {
            latencies.add(one.done.get());
        }
        return clock.result(latencies);
    }

    /** Measures calls that block, each caller on a thread of its own. */
    public Result blocking(IntFunction<Runnable> caller) throws InterruptedException {
        Clock clock = new Clock();
        long start = System.nanoTime();
        List<Latencies> latencies = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            Runnable call = caller.apply(i);
            Latencies own = new Latencies();
            latencies.add(own);
            Thread thread = new Thread(() -> {
                for (long now = System.nanoTime(); now < start + nanos; ) {
                    call.run();
                    long done = System.nanoTime();
                    own.add(done - now);
                    now = done;
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return clock.result(latencies);
    }

    /** Prints the median of each case, by throughput. */
    private void report() {
        System.out.printf(
                "%-34s %10s %21s %8s %8s %8s%n",
                "case, " + callers + " callers", "median/s", "min-max/s", "p50 ms", "p99 ms", "CPU us");
        results.forEach((name, list) -> {
            List<Result> sorted = list.stream()
                    .sorted(Comparator.comparingDouble(Result::perSecond))
                    .toList();
            Result median = sorted.get(sorted.size() / 2);
            System.out.printf(
                    "%-34s %10.0f %10.0f-%-10.0f %8.2f %8.2f %8.0f%n",
                    name,
                    median.perSecond,
                    sorted.get(0).perSecond,
                    sorted.get(sorted.size() - 1).perSecond,
                    median.p50 / 1e6,
                    median.p99 / 1e6,
                    median.cpu / 1e3);
        });
    }

    /**
     * A measurement; times in nanoseconds.
     *
     * @param cpu of this process per call, callers included: what other load on the machine changes least
     */
    public record Result(double perSecond, double p50, double p99, double cpu) {}

    /** Takes the time of a measurement from its making on. */
    private static final class Clock {
        private final OperatingSystemMXBean process =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        private final long start = System.nanoTime();
        private final long cpuStart = process.getProcessCpuTime();

        Result result(List<Latencies> latencies) {
            long nanos = System.nanoTime() - start;
            long cpu = process.getProcessCpuTime() - cpuStart;
            long[] all = Latencies.sorted(latencies);
            return new Result(
                    all.length * 1e9 / nanos,
                    Latencies.percentile(all, 0.5),
                    Latencies.percentile(all, 0.99),
                    (double) cpu / all.length);
        }
    }

    private static final class Caller<T> implements StreamObserver<T> {
        private final Consumer<StreamObserver<T>> call;
        private final Latencies latencies = new Latencies();
        private final CompletableFuture<Latencies> done = new CompletableFuture<>();
        private long end;
        private long started;

        Caller(Consumer<StreamObserver<T>> call) {
            this.call = call;
        }

        void start(long until) {
            end = until;
            next();
        }

        private void next() {
            started = System.nanoTime();
            call.accept(this);
        }

        @Override
        public void onNext(T value) {}

        @Override
        public void onError(Throwable failure) {
            done.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            long now = System.nanoTime();
            latencies.add(now - started);
            if (now < end) {
                next();
            } else {
                done.complete(latencies);
            }
        }
    }
}
