package org.remotelog.server.testing;

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
public final class Refusals {
    private Refusals() {}

    /**
     * Asserts that a call is refused.
     *
     * @param field the field that it is laid to, or null
     * @return the whole answer
     */
    public static Status assertRefused(Reason reason, @Nullable String field, ThrowingCallable call) {
        StatusRuntimeException answer = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(answer).as("refused").isNotNull();
        return assertRefused(reason, field, Objects.requireNonNull(StatusProto.fromThrowable(answer)));
    }

    /** Asserts that a status is this refusal, as that of an item in a batch. */
    public static Status assertRefused(Reason reason, @Nullable String field, Status status) {
        assertThat(ErrorDetails.reason(status)).as("%s", status).contains(reason);
        assertThat(status.getCode()).isEqualTo(reason.code().value());
        assertThat(ErrorDetails.find(status, BadRequest.class)
                        .map(request -> request.getFieldViolations(0).getField())
                        .orElse(null))
                .isEqualTo(field);
        return status;
    }
}
