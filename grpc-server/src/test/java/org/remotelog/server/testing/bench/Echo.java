package org.remotelog.server.testing.bench;

import io.grpc.BindableService;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.remotelog.server.ClientLimits;
import org.remotelog.server.GrpcServer;
import org.remotelog.server.ServerConfig;
import org.remotelog.server.Service;

/**
 * A server that answers at once with what it has prepared: what gRPC itself costs, and what our shell adds. It is a process
 * of its own that lives until its stdin ends.
 */
public final class Echo {
    /**
     * What servers in our shell let calls hold, in bytes: no measurement needs half of it, from where on calls are cut off.
     * So they are measured at work, and not at refusing it.
     */
    public static final long CALL_MEMORY = 1 << 30;

    private Echo() {}

    /** Serves as grpc-java does with no setting but the executor. */
    public static void serveBare(BindableService service) throws IOException {
        int port = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(service)
                .build()
                .start()
                .getPort();
        await("127.0.0.1:" + port);
    }

    /** Serves as our services are served. */
    public static void serveInShell(BindableService service, Path directory) throws IOException {
        ClientLimits usual = ClientLimits.DEFAULT;
        ClientLimits limits =
                new ClientLimits(CALL_MEMORY, usual.streams(), usual.connections(), usual.connectionAge());
        ServerConfig config = ServerConfig.onFreePorts(directory).with(limits);
        GrpcServer server = GrpcServer.start(config, context -> new Service() {
            @Override
            public List<BindableService> handlers() {
                return List.of(service);
            }

            @Override
            public void close() {}
        });
        await(server.address().toString());
    }

    private static void await(String address) throws IOException {
        System.out.println("ready grpc=" + address);
        while (System.in.read() >= 0) {
            // Nobody writes; it ends with the process that started this one.
        }
        System.exit(0);
    }
}
