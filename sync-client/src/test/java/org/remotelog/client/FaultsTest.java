package org.remotelog.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.remotelog.format.Address;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Name;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.proto.cas.BatchGetRequest;
import org.remotelog.proto.cas.BatchGetResponse;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.ns.Content;
import org.remotelog.proto.ns.NSGrpc;
import org.remotelog.proto.ns.Query;

/** What is tried again, and what is not. */
final class FaultsTest {
    private static final RetryPolicy POLICY = new RetryPolicy(
            java.time.Duration.ofSeconds(5), 4, java.time.Duration.ofMillis(1), java.time.Duration.ofMillis(50));
    private static final Name NAME = Name.parse("k51qzi5uqu5dgutdk6i1ynyzgkqngpha5xpgia3a5qqp4jsh0u4csozksxel2r");

    /** What the NS answers to the calls to come; then the head. */
    private final Deque<com.google.rpc.Status> faults = new ArrayDeque<>();

    /** What it answers before those. */
    private final Deque<StatusRuntimeException> refusals = new ArrayDeque<>();

    private int calls;
    private volatile int frames;
    private Server server;
    private ManagedChannel channel;
    private Services services;

    @BeforeEach
    void start() throws IOException {
        server = InProcessServerBuilder.forName("faulty")
                .directExecutor()
                .addService(new CASGrpc.CASImplBase() {
                    @Override
                    public void batchGet(BatchGetRequest request, StreamObserver<BatchGetResponse> observer) {
                        stream((ServerCallStreamObserver<BatchGetResponse>) observer);
                    }
                })
                .addService(new NSGrpc.NSImplBase() {
                    @Override
                    public void fetch(Query query, StreamObserver<Content> observer) {
                        calls++;
                        if (!refusals.isEmpty()) {
                            observer.onError(refusals.pop());
                        } else if (faults.isEmpty()) {
                            observer.onNext(
                                    Content.newBuilder().setName("answered").build());
                            observer.onCompleted();
                        } else {
                            observer.onError(StatusProto.toStatusRuntimeException(faults.pop()));
                        }
                    }
                })
                .build()
                .start();
        channel = InProcessChannelBuilder.forName("faulty").directExecutor().build();
        services = Services.of(channel, channel, POLICY);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    private Optional<Content> fetch() {
        return services.ns().fetch(Query.newBuilder().setName(NAME.toString()).build());
    }

    private void failWith(Reason reason, int times) {
        for (int i = 0; i < times; i++) {
            faults.add(ErrorDetails.toStatus(new RemoteLogException(reason, "no")));
        }
    }

    @Test
    void aServiceThatIsAwayIsAskedAgain() {
        failWith(Reason.DRAINING, 3);
        assertThat(fetch()).isPresent();
        assertThat(calls).isEqualTo(4);
    }

    @Test
    void atLastItIsGivenUp() {
        failWith(Reason.DRAINING, 100);
        assertThatThrownBy(this::fetch)
                .isInstanceOfSatisfying(
                        RemoteLogException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DRAINING));
        assertThat(calls).isEqualTo(4);
    }

    @Test
    void aBrokenConnectionIsTriedAgainAndABugIsNot() {
        faults.add(com.google.rpc.Status.newBuilder()
                .setCode(io.grpc.Status.Code.INTERNAL.value())
                .setMessage("RST_STREAM")
                .build());
        assertThat(fetch()).isPresent();
        failWith(Reason.INTERNAL, 1);
        assertThatThrownBy(this::fetch).isInstanceOf(RemoteLogException.class);
    }

    @Test
    void aRefusalIsNotTriedAgain() {
        failWith(Reason.MALFORMED_NAME, 1);
        assertThatThrownBy(this::fetch).isInstanceOf(RemoteLogException.class).hasMessageContaining("the NS says: no");
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void anExhaustedServiceIsTriedAgainOnlyWhenItSaysWhen() {
        faults.add(com.google.rpc.Status.newBuilder()
                .setCode(io.grpc.Status.Code.RESOURCE_EXHAUSTED.value())
                .setMessage("no")
                .addDetails(Any.pack(RetryInfo.newBuilder()
                        .setRetryDelay(Duration.newBuilder().setNanos(1_000_000))
                        .build()))
                .build());
        assertThat(fetch()).isPresent();
        assertThat(calls).isEqualTo(2);
        faults.add(com.google.rpc.Status.newBuilder()
                .setCode(io.grpc.Status.Code.RESOURCE_EXHAUSTED.value())
                .setMessage("no")
                .build());
        assertThatThrownBy(this::fetch).isInstanceOf(ServiceException.class);
        assertThat(calls).isEqualTo(3);
    }

    @Test
    void detailsThatMakeNoSenseAreAServiceThatCannotBeUsed() {
        for (byte[] details : List.of(
                new byte[] {-1},
                com.google.rpc.Status.newBuilder().setCode(3).build().toByteArray())) {
            Metadata trailers = new Metadata();
            trailers.put(Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER), details);
            refusals.add(io.grpc.Status.ABORTED.asRuntimeException(trailers));
            assertThatThrownBy(this::fetch).isInstanceOf(ServiceException.class);
        }
    }

    @Test
    void aServiceThatSaysToWaitForEverIsNotWaitedFor() {
        refusals.add(StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(io.grpc.Status.Code.RESOURCE_EXHAUSTED.value())
                .addDetails(Any.pack(RetryInfo.newBuilder()
                        .setRetryDelay(
                                Duration.newBuilder().setSeconds(Long.MAX_VALUE).setNanos(Integer.MAX_VALUE))
                        .build()))
                .build()));
        assertThatThrownBy(this::fetch).isInstanceOf(ServiceException.class);
    }

    @Test
    void aCasThatAnswersOtherThingsWithoutEndIsNotListenedToForEver() {
        assertThatThrownBy(() -> services.cas().get(Address.of(ByteString.copyFromUtf8("wanted"))))
                .isInstanceOf(ServiceException.class);
        assertThat(frames).isLessThan(100);
    }

    /** As much as anybody wants, and never what was asked for. */
    private void stream(ServerCallStreamObserver<BatchGetResponse> observer) {
        ByteString junk = ByteString.copyFrom(new byte[1_000_000]);
        BatchGetResponse frame = BatchGetResponse.newBuilder()
                .addItem(BatchGetResponse.Item.newBuilder()
                        .setContent(org.remotelog.proto.cas.Content.newBuilder().setData(junk)))
                .build();
        observer.setOnReadyHandler(() -> {
            while (observer.isReady() && frames < 1000) {
                frames++;
                observer.onNext(frame);
            }
        });
    }

    @Test
    void anUnknownNameIsNoFault() {
        failWith(Reason.NAME_UNKNOWN, 1);
        assertThat(fetch()).isEmpty();
    }

    @Test
    void aServerWithoutHistoryHasNoRecord() {
        assertThat(services.ns().record(NAME, 1)).isEmpty();
    }

    @Test
    void interruptingTheThreadEndsTheWaiting() {
        failWith(Reason.DRAINING, 1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(this::fetch).isInstanceOf(RuntimeException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void pausesDoubleUpToTheLongestAndAreShortenedByChance() {
        assertThat(POLICY.pauseAfter(1, 0)).isEqualTo(java.time.Duration.ofMillis(1));
        assertThat(POLICY.pauseAfter(3, 0)).isEqualTo(java.time.Duration.ofMillis(4));
        assertThat(POLICY.pauseAfter(60, 0)).isEqualTo(java.time.Duration.ofMillis(50));
        assertThat(POLICY.pauseAfter(60, 0.5)).isEqualTo(java.time.Duration.ofNanos(37_500_000));
    }

    @Test
    void aServiceThatIsNotThereIsNamed() {
        try (Services nobody = Services.connect("127.0.0.1:1", "127.0.0.1:1", POLICY)) {
            assertThatThrownBy(() -> nobody.ns().fetch(Query.getDefaultInstance()))
                    .isInstanceOf(ServiceException.class)
                    .hasMessageContaining("cannot use the NS")
                    .hasMessageContaining("refused");
        }
    }
}
