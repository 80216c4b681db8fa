package org.remotelog.cas.bench;

import com.google.common.primitives.Longs;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.sun.management.OperatingSystemMXBean;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.remotelog.cas.CasConfig;
import org.remotelog.cas.CasServer;
import org.remotelog.cas.Limits;
import org.remotelog.proto.cas.Address;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.Content;
import org.remotelog.server.GrpcServer;
import org.remotelog.server.ServerConfig;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/**
 * How fast a CAS is, as a ratio: against a bare gRPC server that answers messages of the same sizes,
 * and against RocksDB alone with a synced put a thread. All in one process, over the loopback; each
 * case in each round, so that other load on the machine hits them alike. How to run it: README.md.
 */
final class CasBench {
    private static final int CALLERS = 64;
    private static final int CONNECTIONS = 4;
    private static final int CONTENT_BYTES = 1024;

    private final long nanos;
    private final Map<String, List<Result>> results = new LinkedHashMap<>();
    private final AtomicLong number = new AtomicLong();
    private final ByteString filling = ByteString.copyFrom(random());

    private CasBench(double seconds) {
        this.nanos = (long) (seconds * 1e9);
    }

    public static void main(String[] arguments) throws Exception {
        double seconds = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 1;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        Path directory = Files.createTempDirectory("cas-bench");
        try {
            new CasBench(seconds).run(rounds, directory);
        } finally {
            try (Stream<Path> paths = Files.walk(directory)) {
                paths.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
    }

    private void run(int rounds, Path directory) throws Exception {
        CasConfig config = new CasConfig(ServerConfig.onFreePorts(directory.resolve("cas")), Limits.DEFAULT);
        Server echo = echo();
        try (Clients echoes = new Clients("127.0.0.1:" + echo.getPort());
                Options options = new Options().setCreateIfMissing(true);
                RocksDB db = RocksDB.open(options, directory.resolve("alone").toString());
                WriteOptions synced = new WriteOptions().setSync(true)) {
            for (int round = 0; round <= rounds; round++) { // The first warms up.
                Map<String, Result> measured = new LinkedHashMap<>();
                Address stored;
                try (GrpcServer cas = CasServer.start(config);
                        Clients clients = new Clients(cas.address().toString())) {
                    measured.put("bare gRPC, 1 KiB up", adds(echoes));
                    measured.put("CAS.Add of 1 KiB", adds(clients));
                    measured.put("RocksDB alone, synced put", puts(db, synced));
                    stored = CASGrpc.newBlockingStub(clients.channels.get(0)).add(content());
                    measured.put("bare gRPC, 1 KiB down", gets(echoes, stored));
                    measured.put("CAS.Get from memory", gets(clients, stored));
                }
                try (GrpcServer cas = CasServer.start(config);
                        Clients clients = new Clients(cas.address().toString())) {
                    measured.put("CAS.Get from a file", gets(clients, stored));
                }
                if (round > 0) {
                    measured.forEach((name, result) -> results.computeIfAbsent(name, n -> new ArrayList<>())
                            .add(result));
                }
            }
        }
        echo.shutdownNow();
        report();
    }

    private Result adds(Clients clients) throws Exception {
        return this.<Address>calls(clients, (stub, done) -> stub.add(content(), done));
    }

    private Result gets(Clients clients, Address address) throws Exception {
        return this.<Content>calls(clients, (stub, done) -> stub.get(address, done));
    }

    /** So many callers, each with one call at a time. */
    private <T> Result calls(Clients clients, BiConsumer<CASGrpc.CASStub, StreamObserver<T>> call) throws Exception {
        long end = System.nanoTime() + nanos;
        List<Caller<T>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(new Caller<>(CASGrpc.newStub(clients.channels.get(i % CONNECTIONS)), call, end));
        }
        long cpu = cpu();
        long start = System.nanoTime();
        callers.forEach(Caller::next);
        List<long[]> latencies = new ArrayList<>();
        for (Caller<T> caller : callers) {
            latencies.add(caller.await());
        }
        return Result.of(latencies, System.nanoTime() - start, cpu() - cpu);
    }

    private Result puts(RocksDB db, WriteOptions synced) throws InterruptedException {
        long cpu = cpu();
        long start = System.nanoTime();
        long end = start + nanos;
        List<Latencies> latencies = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Latencies own = new Latencies();
            latencies.add(own);
            Thread thread = new Thread(() -> {
                try {
                    for (long now = System.nanoTime(); now < end; ) {
                        byte[] value = content().getData().toByteArray();
                        db.put(synced, Arrays.copyOf(value, 32), value);
                        long done = System.nanoTime();
                        own.add(done - now);
                        now = done;
                    }
                } catch (RocksDBException e) {
                    throw new IllegalStateException(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return Result.of(latencies.stream().map(Latencies::all).toList(), System.nanoTime() - start, cpu() - cpu);
    }

    /** Of the whole process: the clients' work is in it too. */
    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private Content content() {
        ByteString unique = UnsafeByteOperations.unsafeWrap(Longs.toByteArray(number.incrementAndGet()));
        return Content.newBuilder().setData(unique.concat(filling)).build();
    }

    private void report() {
        System.out.printf(
                "%-28s %10s %21s %8s %8s %10s%n",
                "case, " + CALLERS + " callers", "median/s", "min-max/s", "p50 ms", "p99 ms", "CPU us");
        results.forEach((name, list) -> {
            List<Result> sorted = list.stream()
                    .sorted(Comparator.comparingDouble(Result::perSecond))
                    .toList();
            Result median = sorted.get(sorted.size() / 2);
            System.out.printf(
                    "%-28s %10.0f %10.0f-%-10.0f %8.2f %8.2f %10.1f%n",
                    name,
                    median.perSecond,
                    sorted.get(0).perSecond,
                    sorted.get(sorted.size() - 1).perSecond,
                    median.p50 / 1e6,
                    median.p99 / 1e6,
                    median.cpuMicros);
        });
    }

    private Server echo() throws IOException {
        Content answer = content();
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(new CASGrpc.CASImplBase() {
                    @Override
                    public void add(Content request, StreamObserver<Address> observer) {
                        observer.onNext(Address.newBuilder()
                                .setId(request.getData().substring(0, 36))
                                .build());
                        observer.onCompleted();
                    }

                    @Override
                    public void get(Address request, StreamObserver<Content> observer) {
                        observer.onNext(answer);
                        observer.onCompleted();
                    }
                })
                .build()
                .start();
    }

    private static byte[] random() {
        byte[] bytes = new byte[CONTENT_BYTES - Long.BYTES];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private record Result(double perSecond, double p50, double p99, double cpuMicros) {
        static Result of(List<long[]> latencies, long nanos, long cpuNanos) {
            long[] all =
                    latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            return new Result(
                    all.length * 1e9 / nanos,
                    all[all.length / 2],
                    all[(int) (all.length * 0.99)],
                    cpuNanos / 1e3 / all.length);
        }
    }

    private static final class Latencies {
        private long[] nanos = new long[1024];
        private int count;

        void add(long latency) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = latency;
        }

        long[] all() {
            return Arrays.copyOf(nanos, count);
        }
    }

    private static final class Caller<T> implements StreamObserver<T> {
        private final CASGrpc.CASStub stub;
        private final BiConsumer<CASGrpc.CASStub, StreamObserver<T>> call;
        private final long end;
        private final Latencies latencies = new Latencies();
        private final CompletableFuture<long[]> done = new CompletableFuture<>();
        private long started;

        Caller(CASGrpc.CASStub stub, BiConsumer<CASGrpc.CASStub, StreamObserver<T>> call, long end) {
            this.stub = stub;
            this.call = call;
            this.end = end;
        }

        void next() {
            started = System.nanoTime();
            call.accept(stub, this);
        }

        long[] await() throws Exception {
            return done.get();
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
                done.complete(latencies.all());
            }
        }
    }

    private static final class Clients implements AutoCloseable {
        private final List<ManagedChannel> channels = new ArrayList<>();

        Clients(String target) {
            for (int i = 0; i < CONNECTIONS; i++) {
                channels.add(NettyChannelBuilder.forTarget(target)
                        .usePlaintext()
                        .directExecutor()
                        .build());
            }
        }

        @Override
        public void close() {
            channels.forEach(ManagedChannel::shutdownNow);
        }
    }
}
