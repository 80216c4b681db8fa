package org.remotelog.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import com.google.rpc.RetryInfo;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Reason;
import org.remotelog.proto.cas.Address;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.Content;

/** Clients that keep what the server holds for them. */
class SlowClientsTest extends ServerTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final long MEMORY = 8 * MEBIBYTE;

    private final List<ManagedChannel> channels = new ArrayList<>();

    @Override
    ServerConfig config() {
        return ServerConfig.onFreePorts(directory).with(new ClientLimits(MEMORY, 256, 100, Duration.ZERO));
    }

    @AfterEach
    void disconnect() {
        channels.forEach(ManagedChannel::shutdownNow);
    }

    @Test
    void answersThatAreNotReadAreDroppedUntilTheRestFitsIntoHalfOfTheMemory() {
        cas.add = content -> CompletableFuture.completedFuture(Address.newBuilder()
                .setId(ByteString.copyFrom(new byte[MEBIBYTE]))
                .build());
        ManagedChannel slow = connect(1 << 10); // A call that asks for no message takes no more.
        List<Outcome<Address>> calls = repeat(5, () -> {
            Outcome<Address> call = begin(slow, Content.getDefaultInstance());
            call.call.halfClose();
            return call;
        });
        Awaitility.await()
                .untilAsserted(() -> assertThat(metric("calls_cut_off_total")).isEqualTo(2));
        Awaitility.await()
                .untilAsserted(() -> assertThat(metric("calls_held_bytes")).isBetween(3L * MEBIBYTE, MEMORY / 2));
        calls.forEach(call -> call.call.request(2));
        assertThat(calls).filteredOn(call -> call.ended().isOk()).hasSize(3);
        slow.shutdownNow();
        Awaitility.await()
                .untilAsserted(() -> assertThat(metric("calls_held_bytes")).isZero());
    }

    @Test
    void requestsThatNeverEndAreRefused() {
        List<Outcome<Address>> calls = repeat(5, () -> begin(channel, mebibyte()));
        Awaitility.await()
                .untilAsserted(() -> assertThat(metric("calls_cut_off_total")).isEqualTo(2));
        calls.forEach(call -> call.call.request(2));
        Awaitility.await()
                .until(() -> calls.stream().filter(call -> call.status.isDone()).count() == 2);
        calls.stream().filter(call -> call.status.isDone()).forEach(SlowClientsTest::assertOverloaded);
        calls.forEach(call -> call.call.halfClose());
        assertThat(calls).filteredOn(call -> call.ended().isOk()).hasSize(3);
    }

    @Test
    void whoeverWantsMoreThanThereIsRoomForIsRefusedAndShortCallsAreServed() {
        CompletableFuture<Address> answer = new CompletableFuture<>();
        cas.add = content ->
                content.getData().isEmpty() ? CompletableFuture.completedFuture(Address.getDefaultInstance()) : answer;
        List<ListenableFuture<Address>> large =
                repeat(5, () -> CASGrpc.newFutureStub(channel).add(mebibyte()));
        Awaitility.await()
                .untilAsserted(() -> assertThat(metric("calls_held_bytes")).isGreaterThan(5 * MEBIBYTE));
        Outcome<Address> more = begin(channel, mebibyte());
        assertOverloaded(more);
        assertThat(client.add(Content.getDefaultInstance())).isNotNull();
        assertThat(large).noneMatch(ListenableFuture::isDone); // The server is at work for them.
        answer.complete(Address.getDefaultInstance());
        assertThat(large)
                .allSatisfy(call -> assertThat(call.get(10, TimeUnit.SECONDS)).isNotNull());
        Awaitility.await()
                .untilAsserted(() -> assertThat(metric("calls_held_bytes")).isZero());
    }

    @Test
    void aClientThatIsRefusedAgainAndAgainKeepsItsConnection() throws Exception {
        CompletableFuture<Address> answer = new CompletableFuture<>();
        cas.add = content -> answer;
        repeat(5, () -> CASGrpc.newFutureStub(channel).add(mebibyte())); // The server is at work for them.
        Awaitility.await()
                .untilAsserted(() -> assertThat(metric("calls_held_bytes")).isGreaterThan(5 * MEBIBYTE));
        int refusals = 4000; // Each but the shortest is reset by the client, which was still sending.
        CompletableFuture<Integer> others = new CompletableFuture<>();
        AtomicInteger refused = new AtomicInteger();
        Content content = mebibyte();
        repeat(64, () -> {
            addAgainAndAgain(content, refused, refusals, others);
            return true;
        });
        assertThat(others.get(60, TimeUnit.SECONDS)).isEqualTo(refusals);
        answer.complete(Address.getDefaultInstance());
    }

    /** Until there were so many refusals, or anything else. */
    private void addAgainAndAgain(
            Content content, AtomicInteger refused, int refusals, CompletableFuture<Integer> outcome) {
        CASGrpc.newStub(channel).add(content, new StreamObserver<>() {
            @Override
            public void onNext(Address address) {}

            @Override
            public void onCompleted() {
                outcome.completeExceptionally(new AssertionError("there was room"));
            }

            @Override
            public void onError(Throwable failure) {
                Status.Code code = Status.fromThrowable(failure).getCode();
                if (code != Status.Code.RESOURCE_EXHAUSTED && code != Status.Code.CANCELLED) {
                    outcome.completeExceptionally(failure);
                } else if (refused.incrementAndGet() >= refusals) {
                    outcome.complete(refusals);
                } else {
                    addAgainAndAgain(content, refused, refusals, outcome);
                }
            }
        });
    }

    @Test
    void withoutAPlaceForACallItIsRefusedAtOnceWhileHealthAndMetricsAnswer() throws Exception {
        CompletableFuture<Address> answer = new CompletableFuture<>();
        AtomicInteger arrived = new AtomicInteger();
        cas.add = content -> {
            arrived.incrementAndGet();
            return answer;
        };
        List<ManagedChannel> clients = repeat(5, () -> connect(MEBIBYTE));
        List<ListenableFuture<Address>> calls = new ArrayList<>();
        ListenableFuture<Address> last;
        do {
            last = CASGrpc.newFutureStub(clients.get(calls.size() % 5)).add(Content.getDefaultInstance());
            calls.add(last);
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> arrived.get() == calls.size()
                            || calls.get(calls.size() - 1).isDone());
        } while (!last.isDone() || metric("calls_refused_total") == 0);
        List<ListenableFuture<Address>> admitted =
                calls.stream().filter(call -> !call.isDone()).toList();
        assertThat(admitted).hasSizeBetween(900, (int) (MEMORY / HeldCall.PLACE));

        assertThat(refusedAdd().getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(metric("calls_refused_total")).isPositive();
        assertThat(HealthGrpc.newBlockingStub(channel)
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
        assertThat(http("GET", "/readyz").statusCode()).isEqualTo(200);

        answer.complete(Address.getDefaultInstance());
        for (ListenableFuture<Address> call : admitted) {
            assertThat(call.get(10, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(client.add(Content.getDefaultInstance())).isNotNull();
    }

    private static void assertOverloaded(Outcome<?> call) {
        StatusRuntimeException refusal = call.ended().asRuntimeException(call.trailers);
        com.google.rpc.Status status = StatusProto.fromThrowable(refusal);
        assertThat(status).as("%s", refusal).isNotNull();
        assertThat(ErrorDetails.reason(status)).contains(Reason.OVERLOADED);
        assertThat(ErrorDetails.find(status, RetryInfo.class)).isPresent();
    }

    private long metric(String name) throws Exception {
        Matcher value = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(metrics());
        assertThat(value.find()).as(name).isTrue();
        return (long) Double.parseDouble(value.group(1));
    }

    private ManagedChannel connect(int window) {
        ManagedChannel connection = NettyChannelBuilder.forTarget(
                        server.address().toString())
                .usePlaintext()
                .flowControlWindow(window)
                .build();
        channels.add(connection);
        return connection;
    }

    /** Sends a request without an end. */
    private static Outcome<Address> begin(ManagedChannel connection, Content request) {
        ClientCall<Content, Address> call = connection.newCall(CASGrpc.getAddMethod(), CallOptions.DEFAULT);
        Outcome<Address> outcome = new Outcome<>(call);
        call.start(outcome, new Metadata());
        call.sendMessage(request);
        return outcome;
    }

    private static Content mebibyte() {
        return Content.newBuilder()
                .setData(ByteString.copyFrom(new byte[MEBIBYTE]))
                .build();
    }

    private static <T> List<T> repeat(int times, Supplier<T> what) {
        return IntStream.range(0, times).mapToObj(i -> what.get()).toList();
    }

    /** How a call ended. */
    private static final class Outcome<T> extends ClientCall.Listener<T> {
        private final ClientCall<?, T> call;
        private final CompletableFuture<Status> status = new CompletableFuture<>();
        private volatile Metadata trailers = new Metadata();

        Outcome(ClientCall<?, T> call) {
            this.call = call;
        }

        Status ended() {
            return status.orTimeout(10, TimeUnit.SECONDS).join();
        }

        @Override
        public void onClose(Status ended, Metadata details) {
            trailers = details;
            status.complete(ended);
        }
    }
}
