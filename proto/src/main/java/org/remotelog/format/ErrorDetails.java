package org.remotelog.format;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import java.time.Duration;
import java.util.Optional;

/**
 * How a refusal travels: a {@code google.rpc.Status} whose details hold a {@code
 * google.rpc.ErrorInfo} with the domain {@value #DOMAIN}, and a {@code google.rpc.BadRequest} when
 * one field is to blame.
 */
public final class ErrorDetails {
    /** The domain of every {@code ErrorInfo} of ours. */
    public static final String DOMAIN = "remotelog";

    private ErrorDetails() {}

    /**
     * The status of a refusal, with its metadata and details, and with a {@code google.rpc.RetryInfo}
     * where its reason has a delay and the refusal brings none of its own.
     */
    public static Status toStatus(RemoteLogException refusal) {
        String message = String.valueOf(refusal.getMessage());
        Status.Builder status = Status.newBuilder()
                .setCode(refusal.reason().code().value())
                .setMessage(message)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason(refusal.reason().name())
                        .setDomain(DOMAIN)
                        .putAllMetadata(refusal.metadata())
                        .build()));
        String field = refusal.field();
        if (field != null) {
            status.addDetails(Any.pack(BadRequest.newBuilder()
                    .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                            .setField(field)
                            .setDescription(message)
                            .setReason(refusal.reason().name()))
                    .build()));
        }
        refusal.details().forEach(detail -> status.addDetails(Any.pack(detail)));
        if (refusal.details().stream().noneMatch(RetryInfo.class::isInstance)) {
            refusal.reason().retryDelay().map(ErrorDetails::retryInfo).ifPresent(status::addDetails);
        }
        return status.build();
    }

    private static Any retryInfo(Duration delay) {
        return Any.pack(RetryInfo.newBuilder()
                .setRetryDelay(com.google.protobuf.Duration.newBuilder()
                        .setSeconds(delay.getSeconds())
                        .setNanos(delay.getNano()))
                .build());
    }

    /** The reason that a status names, if it is one of ours. */
    public static Optional<Reason> reason(Status status) {
        return find(status, ErrorInfo.class)
                .filter(info -> info.getDomain().equals(DOMAIN))
                .flatMap(info -> Reason.of(info.getReason()));
    }

    /** The first detail of a type, if there is one that parses. */
    public static <T extends Message> Optional<T> find(Status status, Class<T> type) {
        for (Any detail : status.getDetailsList()) {
            if (detail.is(type)) {
                try {
                    return Optional.of(detail.unpack(type));
                } catch (InvalidProtocolBufferException e) {
                    return Optional.empty(); // A peer's bytes: as good as absent.
                }
            }
        }
        return Optional.empty();
    }
}
