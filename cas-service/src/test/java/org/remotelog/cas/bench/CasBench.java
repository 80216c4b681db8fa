package org.remotelog.cas.bench;

import com.google.common.primitives.Longs;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.remotelog.cas.CasConfig;
import org.remotelog.cas.CasServer;
import org.remotelog.cas.Limits;
import org.remotelog.proto.cas.Address;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.Content;
import org.remotelog.server.GrpcServer;
import org.remotelog.server.ServerConfig;
import org.remotelog.server.testing.Load;
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

    private final Load load;
    private final AtomicLong number = new AtomicLong();
    private final ByteString filling = ByteString.copyFrom(random());

    private CasBench(double seconds) {
        this.load = new Load(CALLERS, Duration.ofNanos((long) (seconds * 1e9)));
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
        try (Load.Connections echoes = new Load.Connections("127.0.0.1:" + echo.getPort(), CONNECTIONS);
                Options options = new Options().setCreateIfMissing(true);
                RocksDB db = RocksDB.open(options, directory.resolve("alone").toString());
                WriteOptions synced = new WriteOptions().setSync(true)) {
            for (int round = 0; round <= rounds; round++) { // The first warms up.
                Map<String, Load.Result> measured = new LinkedHashMap<>();
                Address stored;
                try (GrpcServer cas = CasServer.start(config);
                        Load.Connections clients =
                                new Load.Connections(cas.address().toString(), CONNECTIONS)) {
                    measured.put("bare gRPC, 1 KiB up", adds(echoes));
                    measured.put("CAS.Add of 1 KiB", adds(clients));
                    measured.put("RocksDB alone, synced put", puts(db, synced));
                    stored = CASGrpc.newBlockingStub(clients.of(0)).add(content());
                    measured.put("bare gRPC, 1 KiB down", gets(echoes, stored));
                    measured.put("CAS.Get from memory", gets(clients, stored));
                }
                try (GrpcServer cas = CasServer.start(config);
                        Load.Connections clients =
                                new Load.Connections(cas.address().toString(), CONNECTIONS)) {
                    measured.put("CAS.Get from a file", gets(clients, stored));
                }
                if (round > 0) {
                    load.add(measured);
                }
            }
        }
        echo.shutdownNow();
        load.report();
    }

    private Load.Result adds(Load.Connections clients) throws Exception {
        return load.<Address>calls(caller -> {
            CASGrpc.CASStub stub = CASGrpc.newStub(clients.of(caller));
            return done -> stub.add(content(), done);
        });
    }

    private Load.Result gets(Load.Connections clients, Address address) throws Exception {
        return load.<Content>calls(caller -> {
            CASGrpc.CASStub stub = CASGrpc.newStub(clients.of(caller));
            return done -> stub.get(address, done);
        });
    }

    private Load.Result puts(RocksDB db, WriteOptions synced) throws InterruptedException {
        return load.blocking(caller -> () -> {
            byte[] value = content().getData().toByteArray();
            try {
                db.put(synced, Arrays.copyOf(value, 32), value);
            } catch (RocksDBException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private Content content() {
        ByteString unique = UnsafeByteOperations.unsafeWrap(Longs.toByteArray(number.incrementAndGet()));
        return Content.newBuilder().setData(unique.concat(filling)).build();
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
}
