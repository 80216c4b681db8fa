package org.remotelog.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.remotelog.proto.cas.Address;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.Content;

class DrainTest extends ServerTest {
    private final CompletableFuture<Address> answer = new CompletableFuture<>();
    private final CountDownLatch arrived = new CountDownLatch(1);

    @Override
    ServerConfig config() {
        ServerConfig free = ServerConfig.onFreePorts(directory);
        return new ServerConfig(
                free.listen(),
                free.metricsListen(),
                directory,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                StoreConfig.DEFAULT,
                ClientLimits.DEFAULT);
    }

    @Test
    void aCallInFlightIsAnsweredWhileNewOnesAreTurnedAway() throws Exception {
        ListenableFuture<Address> inFlight = startCall();
        Thread stopping = new Thread(server::close);
        stopping.start();
        Awaitility.await().until(() -> http("GET", "/readyz").statusCode() == 503);

        assertThat(health("vac.cas.CAS")).isEqualTo(ServingStatus.NOT_SERVING);
        StatusRuntimeException turnedAway = refusedAdd();
        assertThat(turnedAway.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(turnedAway.getStatus().getDescription()).contains("shutting down");
        assertThat(http("GET", "/livez").statusCode()).isEqualTo(200);

        assertThat(cas.closed).isFalse();
        answer.complete(Address.getDefaultInstance());
        assertThat(inFlight.get(10, TimeUnit.SECONDS)).isNotNull();
        stopping.join(10_000);
        assertThat(cas.closed).isTrue();
    }

    @Test
    void aCallThatTakesTooLongIsCutOffAndTheStoreClosedAfterIt() throws Exception {
        ListenableFuture<Address> inFlight = startCall();
        server.close();
        assertThat(cas.closed).isTrue();
        assertThatThrownBy(() -> inFlight.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(StatusRuntimeException.class);
    }

    private ListenableFuture<Address> startCall() throws InterruptedException {
        cas.add = content -> {
            arrived.countDown();
            return answer;
        };
        ListenableFuture<Address> call = CASGrpc.newFutureStub(channel).add(Content.getDefaultInstance());
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        return call;
    }

    private ServingStatus health(String service) {
        return HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }
}
