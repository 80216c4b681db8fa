package org.remotelog.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.proto.cas.Address;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.Content;

class ErrorsTest extends ServerTest {
    @ParameterizedTest
    @EnumSource(value = Reason.class, mode = EnumSource.Mode.EXCLUDE, names = "INTERNAL")
    void aRefusalIsAnsweredByItsReason(Reason reason) {
        cas.add = content -> {
            throw new RemoteLogException(reason, "because");
        };
        StatusRuntimeException answer = refusedAdd();
        assertThat(answer.getStatus().getCode()).isEqualTo(reason.code());
        assertThat(answer.getStatus().getDescription()).isEqualTo("because");
        ErrorInfo info = detail(answer, ErrorInfo.class);
        assertThat(info.getReason()).isEqualTo(reason.name());
        assertThat(info.getDomain()).isEqualTo("remotelog");
        boolean retries = ErrorDetails.find(status(answer), RetryInfo.class).isPresent();
        assertThat(retries).isEqualTo(reason.code() == Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void theFieldTheMetadataAndTheDetailsOfARefusalTravel() {
        cas.add = content -> CompletableFuture.failedFuture(new RemoteLogException(Reason.HEAD_MOVED, "moved")
                .with("key", "value")
                .with(Content.newBuilder()
                        .setData(ByteString.copyFromUtf8("head"))
                        .build())
                .at("record"));
        StatusRuntimeException answer = refusedAdd();
        assertThat(detail(answer, ErrorInfo.class).getMetadataMap()).containsEntry("key", "value");
        assertThat(detail(answer, BadRequest.class).getFieldViolations(0).getField())
                .isEqualTo("record");
        assertThat(detail(answer, Content.class).getData().toStringUtf8()).isEqualTo("head");
    }

    @Test
    void aBugIsInternalAndOnlyTheLogKnowsTheRest() {
        cas.add = content -> {
            throw new IllegalStateException("secret of the inside");
        };
        assertIncident(refusedAdd());
        cas.add = content -> CompletableFuture.failedFuture(new IllegalStateException("secret of the inside"));
        assertIncident(refusedAdd());
    }

    @Test
    void aCallerWhoIsGoneIsNoIncident() {
        ErrorMapper mapper = new ErrorMapper(() -> {
            throw new AssertionError("an incident");
        });
        com.google.rpc.Status status =
                mapper.toStatus(new CompletionException(new CancellationException("gone")), "CAS.BatchGet");
        assertThat(status.getCode()).isEqualTo(Status.Code.CANCELLED.value());
    }

    private static void assertIncident(StatusRuntimeException answer) {
        assertThat(answer.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
        ErrorInfo info = detail(answer, ErrorInfo.class);
        assertThat(info.getReason()).isEqualTo("INTERNAL");
        assertThat(info.getMetadataOrThrow("incident")).matches("[0-9a-f]{16}");
        assertThat(answer.getStatus().getDescription()).contains(info.getMetadataOrThrow("incident"));
        assertThat(status(answer).toString()).doesNotContain("secret").doesNotContain("IllegalState");
    }

    @Test
    void aRequestThatIsNoMessageIsMalformed() {
        StatusRuntimeException answer = refused(CASGrpc.getAddMethod(), new byte[] {(byte) 0xff, 1, 2, 3});
        assertThat(answer.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(detail(answer, ErrorInfo.class).getReason()).isEqualTo("MALFORMED_REQUEST");
    }

    @Test
    void aMessageOverFourMebibytesIsRefusedAndTheConnectionGoesOn() {
        StatusRuntimeException answer = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> client.add(Content.newBuilder()
                        .setData(ByteString.copyFrom(new byte[GrpcServer.MAX_MESSAGE_BYTES]))
                        .build()));
        assertThat(answer.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(answer.getStatus().getDescription()).contains("exceeds maximum size 4194304");
        assertThat(client.add(Content.getDefaultInstance())).isNotNull();
    }

    @Test
    void aMethodThatIsNotImplementedIsNotOffered() {
        StatusRuntimeException answer =
                catchThrowableOfType(StatusRuntimeException.class, () -> client.get(Address.getDefaultInstance()));
        assertThat(answer.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(answer.getStatus().getDescription()).isEqualTo("CAS.Get is not offered by this server yet");
        assertThat(detail(answer, ErrorInfo.class).getReason()).isEqualTo("NOT_OFFERED");
    }

    @Test
    void whatNoServerHasIsNotOffered() {
        for (String method : new String[] {"vac.cas.CAS/Burn", "vac.cas.Nothing/Get"}) {
            StatusRuntimeException answer = refused(
                    CASGrpc.getAddMethod().toBuilder().setFullMethodName(method).build(), new byte[3]);
            assertThat(answer.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
            assertThat(detail(answer, ErrorInfo.class).getReason()).isEqualTo("NOT_OFFERED");
        }
    }

    @Test
    void aLongMessageIsCutSoThatTheStatusReachesTheClient() {
        cas.add = content -> {
            throw new RemoteLogException(Reason.MALFORMED_REQUEST, "\u00e4".repeat(100_000)).at("field");
        };
        StatusRuntimeException answer = refusedAdd();
        assertThat(answer.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(answer.getStatus().getDescription())
                .hasSize(TrailerBudget.MESSAGE_CHARS)
                .endsWith("...");
        assertThat(detail(answer, ErrorInfo.class).getReason()).isEqualTo("MALFORMED_REQUEST");
    }

    @Test
    void detailsThatDoNotFitTheTrailersAreLeftOut() {
        byte[] large = new byte[TrailerBudget.STATUS_BYTES];
        Arrays.fill(large, (byte) 1);
        cas.add = content -> {
            throw new RemoteLogException(Reason.HEAD_MOVED, "moved")
                    .with(Content.newBuilder()
                            .setData(ByteString.copyFrom(large))
                            .build());
        };
        StatusRuntimeException answer = refusedAdd();
        assertThat(answer.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(detail(answer, ErrorInfo.class).getReason()).isEqualTo("HEAD_MOVED");
        assertThat(status(answer).getDetailsCount()).isEqualTo(1);
    }

    @Test
    void theLargestStatusThatIsNotCutReachesTheClient() {
        ByteString large = ByteString.copyFrom(new byte[TrailerBudget.STATUS_BYTES - 650]);
        cas.add = content -> {
            throw new RemoteLogException(Reason.HEAD_MOVED, "x".repeat(TrailerBudget.MESSAGE_CHARS))
                    .with(Content.newBuilder().setData(large).build());
        };
        StatusRuntimeException answer = refusedAdd();
        assertThat(detail(answer, Content.class).getData()).isEqualTo(large);
        assertThat(answer.getStatus().getDescription()).hasSize(TrailerBudget.MESSAGE_CHARS);
    }

    private StatusRuntimeException refused(MethodDescriptor<?, ?> method, byte[] request) {
        MethodDescriptor<byte[], byte[]> raw = MethodDescriptor.newBuilder(new Raw(), new Raw())
                .setType(method.getType())
                .setFullMethodName(method.getFullMethodName())
                .build();
        return catchThrowableOfType(
                StatusRuntimeException.class,
                () -> ClientCalls.blockingUnaryCall(channel, raw, CallOptions.DEFAULT, request));
    }

    private static com.google.rpc.Status status(StatusRuntimeException answer) {
        com.google.rpc.Status status = StatusProto.fromThrowable(answer);
        assertThat(status).isNotNull();
        return status;
    }

    private static <T extends com.google.protobuf.Message> T detail(StatusRuntimeException answer, Class<T> type) {
        return ErrorDetails.find(status(answer), type).orElseThrow();
    }

    private static final class Raw implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            return new byte[0];
        }
    }
}
