package org.remotelog.ns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.server.testing.Refusals.assertRefused;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.format.Reason;
import org.remotelog.proto.ns.NSGrpc;
import org.remotelog.proto.ns.Query;
import org.remotelog.server.GrpcServer;
import org.remotelog.server.ServerConfig;

/** A server that ends while it is watched. */
class WatchDrainTest {
    @TempDir
    Path directory;

    @Test
    void watchesAreToldAndDoNotHoldTheDrainUp() throws Exception {
        Alice alice = new Alice();
        ServerConfig config = ServerConfig.onFreePorts(directory);
        GrpcServer server = NsServer.start(NsConfig.of(config), InstantSource.system());
        ManagedChannel channel = ManagedChannelBuilder.forTarget(
                        server.address().toString())
                .usePlaintext()
                .build();
        Query query = Query.newBuilder().setName(alice.name()).build();
        try (Watcher slow = Watcher.of(NSGrpc.newStub(channel), query);
                Watcher bob = Watcher.of(NSGrpc.newStub(channel), query)) {
            bob.next();
            long start = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(config.drainTimeout());
            assertRefused(Reason.DRAINING, null, StatusProto.fromThrowable(bob.end()));
            slow.next(); // What was sent before.
            assertRefused(Reason.DRAINING, null, StatusProto.fromThrowable(slow.end()));
        } finally {
            server.close();
            channel.shutdownNow();
        }
    }
}
