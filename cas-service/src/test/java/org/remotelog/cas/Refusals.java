package org.remotelog.cas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.BadRequest;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Reason;

/** What a refused call is answered. */
final class Refusals {
    private Refusals() {}

    static void assertRefused(Reason reason, @Nullable String field, ThrowingCallable call) {
        StatusRuntimeException answer = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(answer).as("refused").isNotNull();
        Status status = StatusProto.fromThrowable(answer);
        assertRefused(reason, field, Objects.requireNonNull(status));
    }

    static void assertRefused(Reason reason, @Nullable String field, Status status) {
        assertThat(ErrorDetails.reason(status)).as("%s", status).contains(reason);
        assertThat(status.getCode()).isEqualTo(reason.code().value());
        assertThat(ErrorDetails.find(status, BadRequest.class)
                        .map(request -> request.getFieldViolations(0).getField())
                        .orElse(null))
                .isEqualTo(field);
    }
}
