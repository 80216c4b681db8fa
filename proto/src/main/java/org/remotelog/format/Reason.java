package org.remotelog.format;

import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a call was refused: the reason of the {@code google.rpc.ErrorInfo} among an error's details,
 * for code to match on, and the gRPC status code that goes with it. This is the table of errors of
 * both services.
 */
public enum Reason {
    /** An address is not a 36-byte CIDv1, raw, sha2-256. */
    MALFORMED_ADDRESS(Status.Code.INVALID_ARGUMENT),
    /** A name is not the text of an Ed25519 IPNS name, or its key is of small order. */
    MALFORMED_NAME(Status.Code.INVALID_ARGUMENT),
    /** A record is too long, not canonical, or breaks the rules of its fields. */
    MALFORMED_RECORD(Status.Code.INVALID_ARGUMENT),
    /** A content is longer than the limit in force. */
    MALFORMED_CONTENT(Status.Code.INVALID_ARGUMENT),
    /** A page breaks a rule of pages. */
    MALFORMED_PAGE(Status.Code.INVALID_ARGUMENT),
    /** An MVDS message breaks a rule of messages. */
    MALFORMED_MESSAGE(Status.Code.INVALID_ARGUMENT),
    /** Another field of a request is wrong: too many items, a record id that is not 32 bytes. */
    MALFORMED_REQUEST(Status.Code.INVALID_ARGUMENT),
    /** No record, or none with a signature. */
    RECORD_UNSIGNED(Status.Code.UNAUTHENTICATED),
    /** The signature is not 64 bytes, does not verify, or the record was made for another key. */
    SIGNATURE_INVALID(Status.Code.PERMISSION_DENIED),
    /** The record's Validity has passed by the server's clock; metadata {@code server_time}. */
    RECORD_EXPIRED(Status.Code.FAILED_PRECONDITION),
    /** The record does not chain on the stored head; the head is among the details. */
    HEAD_MOVED(Status.Code.ABORTED),
    /** The content does not hash to what was promised. */
    CONTENT_MISMATCH(Status.Code.INVALID_ARGUMENT),
    /** Nobody has published under this name here. */
    NAME_UNKNOWN(Status.Code.NOT_FOUND),
    /** Nothing is stored under this address. */
    CONTENT_UNKNOWN(Status.Code.NOT_FOUND),
    /** Stored bytes do not hash to their address; adding the right bytes again heals it. */
    CONTENT_CORRUPT(Status.Code.DATA_LOSS),
    /** There is nothing here that the content could be put in front of. */
    CONTENT_ABSENT(Status.Code.FAILED_PRECONDITION),
    /** The content is too long for a unary answer: use {@code CAS.Read}. */
    USE_READ(Status.Code.FAILED_PRECONDITION),
    /** An upload is not as far as the client believes; metadata {@code committed}, from where it goes on. */
    OFFSET_MISMATCH(Status.Code.FAILED_PRECONDITION),
    /** A range begins beyond the end of the content. */
    OFFSET_BEYOND_END(Status.Code.OUT_OF_RANGE),
    /** Over a rate. */
    RATE_LIMITED(Status.Code.RESOURCE_EXHAUSTED, Duration.ofSeconds(1)),
    /** Over a bound on work in progress. */
    OVERLOADED(Status.Code.RESOURCE_EXHAUSTED, Duration.ofMillis(100)),
    /** The disk reserve is reached: somebody must make room first. */
    DISK_FULL(Status.Code.RESOURCE_EXHAUSTED, Duration.ofMinutes(1)),
    /** The server is shutting down, or not ready yet. */
    DRAINING(Status.Code.UNAVAILABLE),
    /** This server does not offer the call. */
    NOT_OFFERED(Status.Code.UNIMPLEMENTED),
    /** A bug; metadata {@code incident} names it in the server's log. */
    INTERNAL(Status.Code.INTERNAL);

    private final Status.Code code;
    private final @Nullable Duration retryDelay;

    Reason(Status.Code code) {
        this(code, null);
    }

    Reason(Status.Code code, @Nullable Duration retryDelay) {
        this.code = code;
        this.retryDelay = retryDelay;
    }

    /** The gRPC status code that goes with this reason. */
    public Status.Code code() {
        return code;
    }

    /**
     * When a client may try again, where waiting helps and the server knows no better; a client does
     * not retry RESOURCE_EXHAUSTED without it.
     */
    public Optional<Duration> retryDelay() {
        return Optional.ofNullable(retryDelay);
    }

    /**
     * The reason of this name, if there is one: a newer server may have reasons that this build does
     * not know.
     */
    public static Optional<Reason> of(String name) {
        for (Reason reason : values()) {
            if (reason.name().equals(name)) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }
}
