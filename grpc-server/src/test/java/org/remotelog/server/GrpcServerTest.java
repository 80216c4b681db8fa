package org.remotelog.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.HostAndPort;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class GrpcServerTest extends ServerTest {
    @Test
    void healthNamesTheServerAndEachService() {
        for (String service : List.of("", "vac.cas.CAS")) {
            assertThat(health(service)).isEqualTo(ServingStatus.SERVING);
        }
    }

    @Test
    void bothReflectionsListTheServices() throws Exception {
        CompletableFuture<ServerReflectionResponse> v1 = new CompletableFuture<>();
        ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(first(v1))
                .onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        assertThat(v1.get(10, TimeUnit.SECONDS).getListServicesResponse().getServiceList())
                .extracting(service -> service.getName())
                .contains("vac.cas.CAS", "grpc.health.v1.Health");

        CompletableFuture<io.grpc.reflection.v1alpha.ServerReflectionResponse> v1alpha = new CompletableFuture<>();
        io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(first(v1alpha))
                .onNext(io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
                        .setListServices("")
                        .build());
        assertThat(v1alpha.get(10, TimeUnit.SECONDS).getListServicesResponse().getServiceList())
                .extracting(service -> service.getName())
                .contains("vac.cas.CAS");
    }

    @Test
    void aHealthWatchDoesNotHoldTheDrainUp() throws Exception {
        List<ServingStatus> seen = new CopyOnWriteArrayList<>();
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        HealthGrpc.newStub(channel).watch(HealthCheckRequest.getDefaultInstance(), new StreamObserver<>() {
            @Override
            public void onNext(HealthCheckResponse response) {
                seen.add(response.getStatus());
                arrived.countDown();
            }

            @Override
            public void onError(Throwable t) {
                ended.countDown();
            }

            @Override
            public void onCompleted() {
                ended.countDown();
            }
        });
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        long start = System.nanoTime();
        server.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).containsExactly(ServingStatus.SERVING, ServingStatus.NOT_SERVING);
    }

    @Test
    void aPortInUseIsOneClearLineAndLeavesNothingOpen() {
        AtomicBoolean opened = new AtomicBoolean();
        FakeCas second = new FakeCas();
        ServerConfig free = ServerConfig.onFreePorts(directory);
        HostAndPort taken = server.address();
        ServerConfig config = new ServerConfig(
                taken,
                free.metricsListen(),
                directory,
                Duration.ZERO,
                Duration.ZERO,
                StoreConfig.DEFAULT,
                ClientLimits.DEFAULT);
        assertThatThrownBy(() -> GrpcServer.start(config, context -> {
                    opened.set(true);
                    return second;
                }))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("cannot listen on " + taken + ": ")
                .hasMessageContaining("Address already in use");
        assertThat(opened).isTrue();
        assertThat(second.closed).isTrue();

        HostAndPort takenByHttp = server.metricsAddress();
        ServerConfig other = new ServerConfig(
                free.listen(),
                takenByHttp,
                directory,
                Duration.ZERO,
                Duration.ZERO,
                StoreConfig.DEFAULT,
                ClientLimits.DEFAULT);
        assertThatThrownBy(() -> GrpcServer.start(other, context -> second))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("cannot listen on " + takenByHttp + ": ");
    }

    @Test
    void ipv6IsListenedOnAndPrintedInBrackets() {
        HostAndPort any = HostAndPort.fromString("[::1]:0");
        ServerConfig config = new ServerConfig(
                any, any, directory, Duration.ZERO, Duration.ZERO, StoreConfig.DEFAULT, ClientLimits.DEFAULT);
        try (GrpcServer six = GrpcServer.start(config, context -> new FakeCas())) {
            assertThat(six.address().toString()).matches("\\[::1]:[1-9][0-9]*");
            assertThat(six.metricsAddress().toString()).matches("\\[::1]:[1-9][0-9]*");
        }
    }

    private ServingStatus health(String service) {
        return HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    private static <T> StreamObserver<T> first(CompletableFuture<T> answer) {
        return new StreamObserver<>() {
            @Override
            public void onNext(T value) {
                answer.complete(value);
            }

            @Override
            public void onError(Throwable t) {
                answer.completeExceptionally(t);
            }

            @Override
            public void onCompleted() {}
        };
    }
}
