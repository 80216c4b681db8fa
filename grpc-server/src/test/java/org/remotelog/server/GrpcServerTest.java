package org.remotelog.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.proto.cas.CASGrpc;

class GrpcServerTest {
    @TempDir
    Path directory;

    @Test
    void aServerThatServesSaysSo() {
        try (GrpcServer server = GrpcServer.start(ServerConfig.onFreePorts(directory), context -> new Nothing())) {
            ManagedChannel channel = ManagedChannelBuilder.forTarget(
                            server.address().toString())
                    .usePlaintext()
                    .build();
            var health = HealthGrpc.newBlockingStub(channel);
            for (String service : List.of("", "vac.cas.CAS")) {
                assertThat(health.check(HealthCheckRequest.newBuilder()
                                        .setService(service)
                                        .build())
                                .getStatus())
                        .isEqualTo(ServingStatus.SERVING);
            }
            assertThat(server.metricsAddress()).isNotEqualTo(HostAndPort.fromParts("127.0.0.1", 0));
            channel.shutdownNow();
        }
    }

    private static final class Nothing implements Service {
        @Override
        public List<BindableService> handlers() {
            return List.of(new CASGrpc.CASImplBase() {});
        }

        @Override
        public void close() {}
    }
}
