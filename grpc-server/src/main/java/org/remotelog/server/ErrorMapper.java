package org.remotelog.server;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.HexFormat;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where an exception becomes a {@code google.rpc.Status}: a refusal by its reason,
 * everything else as INTERNAL with an incident id under which the log has the rest.
 */
public final class ErrorMapper {
    private static final Logger log = LoggerFactory.getLogger(ErrorMapper.class);

    private final RandomGenerator random;

    /**
     * @param random makes incident ids
     */
    public ErrorMapper(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The status of a failure, for the item of a batch.
     *
     * @param doing what failed, for the log
     */
    public Status toStatus(Throwable failure, String doing) {
        Throwable cause = Stages.causeOf(failure);
        if (cause instanceof CancellationException) { // Nobody is there to read it, and nothing is wrong.
            return Status.newBuilder()
                    .setCode(io.grpc.Status.Code.CANCELLED.value())
                    .setMessage(String.valueOf(cause.getMessage()))
                    .build();
        }
        return ErrorDetails.toStatus(toRefusal(cause, doing));
    }

    /** How gRPC closes a call that failed, as a status and its trailers. */
    Closing toClosing(Throwable failure, MethodDescriptor<?, ?> method) {
        Status status = TrailerBudget.fit(toStatus(failure, method.getFullMethodName()));
        StatusRuntimeException closing = StatusProto.toStatusRuntimeException(status);
        Metadata trailers = closing.getTrailers();
        return new Closing(closing.getStatus(), trailers == null ? new Metadata() : trailers);
    }

    private RemoteLogException toRefusal(Throwable cause, String doing) {
        if (cause instanceof RemoteLogException refusal) {
            if (refusal.reason() == Reason.INTERNAL) {
                return incident(refusal, doing);
            }
            return refusal;
        }
        io.grpc.Status status = statusOf(cause);
        if (status != null) {
            if (status.getCause() instanceof InvalidProtocolBufferException) {
                return new RemoteLogException(Reason.MALFORMED_REQUEST, "the request is not a message of its type");
            }
            if (status.getCode() == io.grpc.Status.Code.UNIMPLEMENTED) {
                return new RemoteLogException(Reason.NOT_OFFERED, notOffered(doing));
            }
            if (status.getCode() == io.grpc.Status.Code.INTERNAL && status.getCause() == null) {
                // gRPC's own: none or too many requests in a call that takes one.
                return new RemoteLogException(Reason.MALFORMED_REQUEST, String.valueOf(status.getDescription()));
            }
        }
        return incident(cause, doing);
    }

    private RemoteLogException incident(Throwable cause, String doing) {
        String incident = HexFormat.of().toHexDigits(random.nextLong());
        log.error("incident {} in {}", incident, doing, cause);
        return new RemoteLogException(Reason.INTERNAL, "internal error; incident " + incident)
                .with("incident", incident);
    }

    private static String notOffered(String fullMethodName) {
        String method =
                fullMethodName.substring(fullMethodName.lastIndexOf('.') + 1).replace('/', '.');
        return method + " is not offered by this server yet";
    }

    private static io.grpc.@Nullable Status statusOf(Throwable cause) {
        if (cause instanceof StatusRuntimeException e) {
            return e.getStatus();
        }
        return cause instanceof StatusException e ? e.getStatus() : null;
    }

    record Closing(io.grpc.Status status, Metadata trailers) {}
}
