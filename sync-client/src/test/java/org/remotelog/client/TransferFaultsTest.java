package org.remotelog.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.remotelog.format.Address;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.proto.cas.ReadResponse;

/** What becomes of uploads and downloads when they break off, stand still, or the CAS lies. */
@Timeout(60)
final class TransferFaultsTest {
    private static final int SIZE = 5_000_000;
    private static final int ATTEMPTS = 3;
    private static final RetryPolicy POLICY =
            new RetryPolicy(Duration.ofMillis(500), ATTEMPTS, Duration.ofMillis(1), Duration.ofMillis(2));

    private final ByteString content = content();
    private final Address address = Address.of(content);
    private final BreakingCas cas = new BreakingCas(content);
    private Server server;
    private ManagedChannel channel;
    private CasClient client;

    private static ByteString content() {
        byte[] bytes = new byte[SIZE];
        new Random(1).nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    @BeforeEach
    void start() throws IOException {
        server = InProcessServerBuilder.forName("breaking")
                .addService(cas)
                .build()
                .start();
        channel = InProcessChannelBuilder.forName("breaking").build();
        client = Services.of(channel, channel, POLICY).cas();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    private void upload() {
        client.addAll(Map.of(address, content));
    }

    private CasClient.Answer download() {
        return client.read(address, MessageLimit.DEFAULT);
    }

    private static String whyCorrupt(CasClient.Answer answer) {
        assertThat(answer).isInstanceOf(CasClient.Answer.Corrupt.class);
        return ((CasClient.Answer.Corrupt) answer).why();
    }

    @Test
    void anUploadGoesOnWhereItBrokeOffHoweverOften() {
        cas.breakUploadsAfter(700_000, Status.UNAVAILABLE.asRuntimeException());
        upload();
        assertThat(cas.stored().equals(content)).isTrue();
        assertThat(cas.uploads()).isEqualTo(SIZE / 700_000 + 1).isGreaterThan(ATTEMPTS);
        assertThat(cas.uploadIds()).hasSize(1);
    }

    @Test
    void anUploadThatComesNoFurtherIsGivenUp() {
        cas.breakUploadsAfter(0, Status.UNAVAILABLE.asRuntimeException());
        assertThatThrownBy(this::upload).isInstanceOf(ServiceException.class);
        assertThat(cas.uploads()).isEqualTo(ATTEMPTS);
    }

    @Test
    void anUploadThatIsNotAsFarAsBelievedGoesOnFromWhereItIs() {
        cas.breakUploadsAfter(
                2_000_000,
                StatusProto.toStatusRuntimeException(ErrorDetails.toStatus(
                        new RemoteLogException(Reason.OFFSET_MISMATCH, "lost some").with("committed", "2000000"))));
        upload();
        assertThat(cas.stored().equals(content)).isTrue();
    }

    @Test
    void anUploadWhoseAnswerWasLostIsDone() {
        cas.breakUploadsAfter(SIZE, Status.UNAVAILABLE.asRuntimeException());
        upload();
        assertThat(cas.stored().equals(content)).isTrue();
        assertThat(cas.uploads()).isEqualTo(1);
    }

    @Test
    void allThatIsCommittedAndNotYetStoredIsStoredByAMessageWithoutData() {
        cas.breakUploadsAfter(SIZE, Status.UNAVAILABLE.asRuntimeException());
        cas.forgetToFinish();
        upload();
        assertThat(cas.stored().equals(content)).isTrue();
        assertThat(cas.uploads()).isEqualTo(2);
    }

    @Test
    void anUploadThatStandsStillIsGivenUp() {
        cas.takeNothing();
        assertThatThrownBy(this::upload)
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED))
                .hasMessageContaining("did not get on for 500 ms");
        assertThat(cas.uploads()).isEqualTo(ATTEMPTS);
    }

    @Test
    void aCasThatHasMoreThanThereIsIsNotBelieved() {
        cas.breakUploadsAfter(1_000_000, Status.UNAVAILABLE.asRuntimeException());
        cas.claimCommitted(SIZE + 1);
        assertThatThrownBy(this::upload)
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("5000001 of 5000000 bytes");
    }

    @Test
    void aRefusedUploadIsNotTriedAgain() {
        cas.breakUploadsAfter(
                1_000_000,
                StatusProto.toStatusRuntimeException(
                        ErrorDetails.toStatus(new RemoteLogException(Reason.CONTENT_MISMATCH, "no"))));
        assertThatThrownBy(this::upload)
                .isInstanceOfSatisfying(
                        RemoteLogException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONTENT_MISMATCH));
        assertThat(cas.uploads()).isEqualTo(1);
    }

    @Test
    void anAnswerForAnotherAddressIsNoAcknowledgement() {
        cas.acknowledge(Address.of(ByteString.copyFromUtf8("other")));
        assertThatThrownBy(this::upload)
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("without storing it");
    }

    @Test
    void interruptingTheThreadEndsAnUpload() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(this::upload).isInstanceOf(RuntimeException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aDownloadGoesOnWhereItBrokeOffHoweverOften() {
        cas.serve((offset, client) -> {
            sendRange(offset, Math.min(SIZE, offset + 700_000), client);
            client.onError(Status.UNAVAILABLE.asRuntimeException());
        });
        assertThat(download())
                .isInstanceOfSatisfying(
                        CasClient.Answer.Found.class,
                        found -> assertThat(found.content().equals(content)).isTrue());
        assertThat(cas.downloads()).isEqualTo(SIZE / 700_000 + 1).isGreaterThan(ATTEMPTS);
    }

    @Test
    void aDownloadThatComesNoFurtherIsGivenUp() {
        cas.serve((offset, client) -> client.onError(Status.UNAVAILABLE.asRuntimeException()));
        assertThatThrownBy(this::download).isInstanceOf(ServiceException.class);
        assertThat(cas.downloads()).isEqualTo(ATTEMPTS);
    }

    @Test
    void aDownloadThatStandsStillIsGivenUp() {
        cas.serve((offset, client) -> sendRange(offset, Math.min(SIZE, offset + 1000), client));
        assertThatThrownBy(this::download).isInstanceOf(ServiceException.class).hasMessageContaining("did not get on");
        assertThat(cas.downloads()).as("a little at a time is none").isEqualTo(ATTEMPTS);
    }

    @Test
    void whatComesAfterTheLastByteIsNotWaitedFor() {
        cas.serve((offset, client) -> sendRange(offset, SIZE, client)); // And never ends.
        assertThat(download()).isInstanceOf(CasClient.Answer.Found.class);
        assertThat(cas.downloads()).isEqualTo(1);
    }

    @Test
    void whatTheCasDoesNotHaveOrKnowsToBeDamagedIsSaidSo() {
        cas.serve((offset, client) -> client.onError(refusal(Reason.CONTENT_UNKNOWN)));
        assertThat(download()).isInstanceOf(CasClient.Answer.Missing.class);
        cas.serve((offset, client) -> {
            sendRange(offset, 1_000_000, client);
            client.onError(refusal(Reason.CONTENT_CORRUPT));
        });
        assertThat(whyCorrupt(download())).contains("the CAS says");
        cas.serve((offset, client) -> client.onError(refusal(Reason.OVERLOADED)));
        assertThatThrownBy(this::download).isInstanceOf(RemoteLogException.class);
    }

    private static RuntimeException refusal(Reason reason) {
        return StatusProto.toStatusRuntimeException(ErrorDetails.toStatus(new RemoteLogException(reason, "no")));
    }

    /** Each is one piece after a first, right one. */
    static Stream<Arguments> lies() {
        ReadResponse right = ReadResponse.newBuilder()
                .setData(ByteString.copyFrom(new byte[1000]))
                .setOffset(100_000)
                .setSize(SIZE)
                .build();
        return Stream.of(
                Arguments.of("another size", right.toBuilder().setSize(SIZE + 1).build()),
                Arguments.of(
                        "an earlier offset", right.toBuilder().setOffset(99_999).build()),
                Arguments.of("a later offset", right.toBuilder().setOffset(-1).build()),
                Arguments.of(
                        "more bytes than there are",
                        right.toBuilder()
                                .setData(ByteString.copyFrom(new byte[SIZE - 99_999]))
                                .build()),
                Arguments.of("no bytes", right.toBuilder().clearData().build()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void aPieceThatDoesNotFitIsALie(String what, ReadResponse lie) {
        cas.serve((offset, client) -> {
            sendRange(0, 100_000, client);
            client.onNext(lie);
        });
        assertThat(whyCorrupt(download())).as(what).contains("not the bytes at 100000 of 5000000");
        assertThat(cas.downloads()).isEqualTo(1);
    }

    @Test
    void anEndBeforeTheEndIsALie() {
        cas.serve((offset, client) -> {
            sendRange(0, 100_000, client);
            client.onCompleted();
        });
        assertThat(whyCorrupt(download())).isEqualTo("the CAS answered only 100000 bytes of it");
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void noMemoryIsTakenForASizeOverTheLimit(long size) {
        cas.serve((offset, client) ->
                client.onNext(ReadResponse.newBuilder().setSize(size).build()));
        assertThat(whyCorrupt(download())).contains(Long.toUnsignedString(size)).contains("at most 67108864");
    }

    static Stream<Long> sizes() {
        return Stream.of(67_108_865L, 16L << 30, Long.MAX_VALUE, -1L);
    }

    @Test
    void otherBytesAreNotTheContent() {
        cas.serve((offset, client) -> client.onNext(ReadResponse.newBuilder()
                .setSize(5)
                .setData(ByteString.copyFromUtf8("other"))
                .build()));
        assertThat(whyCorrupt(download())).contains("do not hash to the address");
    }

    private void sendRange(long from, long to, StreamObserver<ReadResponse> client) {
        for (long offset = from; offset < to; offset += 65_536) {
            client.onNext(ReadResponse.newBuilder()
                    .setOffset(offset)
                    .setSize(SIZE)
                    .setData(content.substring((int) offset, (int) Math.min(to, offset + 65_536)))
                    .build());
        }
    }
}
