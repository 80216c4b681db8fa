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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.remotelog.cas.CasConfig;
import org.remotelog.cas.CasServer;
import org.remotelog.proto.cas.Address;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.Content;
import org.remotelog.server.GrpcServer;
import org.remotelog.server.ServerConfig;
import org.remotelog.server.testing.Load;
import org.remotelog.server.testing.Load.Connections;
import org.remotelog.server.testing.Load.RocksAlone;

/**
 * How fast a CAS is, as a ratio: against a bare gRPC server that answers messages of the same sizes,
 * and against RocksDB alone with a synced put a thread. All in one process, over the loopback. How
 * to run it: README.md.
 */
final class CasBench {
    private static final int CALLERS = 64;
    private static final int CONNECTIONS = 4;
    private static final int CONTENT_BYTES = 1024;

    private final Load load;
    private final AtomicLong number = new AtomicLong();
    private final ByteString filling = ByteString.copyFrom(random());

    private CasBench(Load load) {
        this.load = load;
    }

    public static void main(String[] arguments) throws Exception {
        Load.run(CALLERS, arguments, (load, directory) -> new CasBench(load).run(directory));
    }

    private void run(Path directory) throws Exception {
        CasConfig config = CasConfig.of(ServerConfig.onFreePorts(directory.resolve("cas")));
        Server echo = echo();
        try (Connections echoes = new Connections("127.0.0.1:" + echo.getPort(), CONNECTIONS);
                RocksAlone rocks = new RocksAlone(directory.resolve("alone"))) {
            load.rounds(() -> {
                Map<String, Load.Result> measured = new LinkedHashMap<>();
                Address stored;
                try (GrpcServer cas = CasServer.start(config);
                        Connections clients = new Connections(cas.address().toString(), CONNECTIONS)) {
                    measured.put("bare gRPC, 1 KiB up", adds(echoes));
                    measured.put("CAS.Add of 1 KiB", adds(clients));
                    measured.put("RocksDB alone, synced put", puts(rocks));
                    stored = CASGrpc.newBlockingStub(clients.of(0)).add(content());
                    measured.put("bare gRPC, 1 KiB down", gets(echoes, stored));
                    measured.put("CAS.Get from memory", gets(clients, stored));
                }
                try (GrpcServer cas = CasServer.start(config);
                        Connections clients = new Connections(cas.address().toString(), CONNECTIONS)) {
                    measured.put("CAS.Get from a file", gets(clients, stored));
                }
                return measured;
            });
        }
        echo.shutdownNow();
    }

    private Load.Result adds(Connections clients) throws Exception {
        return load.<Address>calls(caller -> {
            CASGrpc.CASStub stub = CASGrpc.newStub(clients.of(caller));
            return done -> stub.add(content(), done);
        });
    }

    private Load.Result gets(Connections clients, Address address) throws Exception {
        return load.<Content>calls(caller -> {
            CASGrpc.CASStub stub = CASGrpc.newStub(clients.of(caller));
            return done -> stub.get(address, done);
        });
    }

    private Load.Result puts(RocksAlone rocks) throws InterruptedException {
        return load.blocking(caller -> () -> {
            byte[] value = content().getData().toByteArray();
            rocks.put(Arrays.copyOf(value, 32), value);
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
