package org.remotelog.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.Status.Code;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.remotelog.proto.ns.SignedRecord;

class ErrorsTest {
    static List<Vector> reasons() {
        return Vector.all("errors", "reasons");
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void aReasonTravelsWithItsCodeInTheDomain(Vector vector) throws Exception {
        RemoteLogException refusal = new RemoteLogException(vector.reason(), "what was wrong");

        Status status = ErrorDetails.toStatus(refusal);

        assertThat(vector.reason().code()).hasToString(vector.text("code"));
        assertThat(status.getCode()).isEqualTo((int) vector.number("number"));
        assertThat(status.getMessage()).isEqualTo("what was wrong");
        ErrorInfo info = status.getDetails(0).unpack(ErrorInfo.class);
        assertThat(info.getDomain()).isEqualTo("remotelog");
        assertThat(info.getReason()).isEqualTo(vector.text("reason"));
        assertThat(ErrorDetails.reason(status)).contains(vector.reason());
    }

    @Test
    void theTableHasEveryReason() {
        assertThat(reasons()).extracting(Vector::reason).containsExactlyElementsOf(Arrays.asList(Reason.values()));
    }

    @Test
    void aRefusalThatIsLaidToAFieldNamesIt() {
        RemoteLogException refusal = new RemoteLogException(Reason.MALFORMED_ADDRESS, "35 bytes").at("address[3].id");

        Status status = ErrorDetails.toStatus(refusal);

        assertThat(ErrorDetails.find(status, BadRequest.class).orElseThrow().getFieldViolationsList())
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.getField()).isEqualTo("address[3].id");
                    assertThat(violation.getDescription()).isEqualTo("35 bytes");
                    assertThat(violation.getReason()).isEqualTo("MALFORMED_ADDRESS");
                });
    }

    @Test
    void metadataAndDetailsTravel() {
        RemoteLogException refusal = new RemoteLogException(Reason.RECORD_EXPIRED, "expired")
                .with("server_time", "2026-11-01T00:00:00Z")
                .with(SignedRecord.newBuilder().setSequence(7).build());

        Status status = ErrorDetails.toStatus(refusal);

        assertThat(ErrorDetails.find(status, ErrorInfo.class).orElseThrow().getMetadataMap())
                .containsExactly(Map.entry("server_time", "2026-11-01T00:00:00Z"));
        assertThat(ErrorDetails.find(status, SignedRecord.class).orElseThrow().getSequence())
                .isEqualTo(7);
    }

    @Test
    void onlyReasonsThatPassByThemselvesSayWhenToTryAgain() {
        assertThat(Reason.values()).allSatisfy(reason -> {
            Status status = ErrorDetails.toStatus(new RemoteLogException(reason, "no"));

            assertThat(ErrorDetails.find(status, RetryInfo.class).isPresent())
                    .isEqualTo(reason.code() == Code.RESOURCE_EXHAUSTED);
        });
    }

    @Test
    void aRefusalThatKnowsBetterSaysItselfWhenToTryAgain() {
        RetryInfo own = RetryInfo.newBuilder()
                .setRetryDelay(Duration.newBuilder().setSeconds(42))
                .build();

        Status status = ErrorDetails.toStatus(new RemoteLogException(Reason.RATE_LIMITED, "no").with(own));

        assertThat(status.getDetailsList())
                .filteredOn(detail -> detail.is(RetryInfo.class))
                .hasSize(1);
        assertThat(ErrorDetails.find(status, RetryInfo.class)).contains(own);
    }

    @Test
    void whatIsNotOursIsNoReason() {
        ErrorInfo otherDomain = ErrorInfo.newBuilder()
                .setDomain("example.org")
                .setReason("HEAD_MOVED")
                .build();
        ErrorInfo newer = ErrorInfo.newBuilder()
                .setDomain("remotelog")
                .setReason("OF_A_LATER_VERSION")
                .build();
        Any torn =
                Any.pack(newer).toBuilder().setValue(ByteString.fromHex("ff")).build();

        assertThat(ErrorDetails.reason(Status.getDefaultInstance())).isEmpty();
        assertThat(ErrorDetails.reason(status(Any.pack(otherDomain)))).isEmpty();
        assertThat(ErrorDetails.reason(status(Any.pack(newer)))).isEmpty();
        assertThat(ErrorDetails.reason(status(torn))).isEmpty();
    }

    private static Status status(Any detail) {
        return Status.newBuilder().addDetails(detail).build();
    }
}
