package org.remotelog.client;

import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.AbstractBlockingStub;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Reason;

/** Calls one service: deadlines, retries, and errors in the words of this library. Every call of ours is idempotent. */
final class Calls<S extends AbstractBlockingStub<S>> {
    private final String service;
    private final S stub;
    private final RetryPolicy policy;
    private final RandomGenerator random;

    Calls(String service, S stub, RetryPolicy policy, RandomGenerator random) {
        this.service = service;
        this.stub = stub;
        this.policy = policy;
        this.random = random;
    }

    /**
     * @throws RefusedException when the service says why it refuses
     * @throws ServiceException when it cannot be reached, or answers nonsense
     */
    <A> A call(Function<S, A> rpc) {
        return call(
                () -> rpc.apply(stub.withDeadlineAfter(policy.deadline().toNanos(), TimeUnit.NANOSECONDS)), () -> 0);
    }

    /**
     * Goes on with a transfer until it comes to its end. An attempt that came further than those before counts as the first
     * one again: a policy that allows a second bears any number of them.
     *
     * @throws RefusedException when the service says why it refuses
     * @throws ServiceException when it cannot be reached
     */
    <A> A resume(Resumable<S, A> transfer) {
        return call(() -> transfer.proceed(stub), transfer::progress);
    }

    /** How long an attempt may take, or, of a transfer, not get on. */
    Duration deadline() {
        return policy.deadline();
    }

    private <A> A call(Supplier<A> rpc, LongSupplier progress) {
        long best = 0;
        for (int attempt = 1; ; attempt++) {
            try {
                return rpc.get();
            } catch (StatusRuntimeException e) {
                if (progress.getAsLong() > best) {
                    best = progress.getAsLong();
                    attempt = 1;
                }
                com.google.rpc.Status status = details(e);
                Optional<Duration> pause =
                        pauseBeforeNext(attempt, e.getStatus().getCode(), status);
                if (pause.isEmpty()) {
                    throw failure(e, status);
                }
                pause(pause.get());
            }
        }
    }

    private static com.google.rpc.Status details(StatusRuntimeException e) {
        try {
            return StatusProto.fromThrowable(e);
        } catch (IllegalArgumentException nonsense) { // No protobuf, or another code than the one beside it.
            return com.google.rpc.Status.newBuilder()
                    .setCode(e.getStatus().getCode().value())
                    .build();
        }
    }

    private Optional<Duration> pauseBeforeNext(int attempt, Status.Code code, com.google.rpc.Status status) {
        if (attempt >= policy.attempts()) {
            return Optional.empty();
        }
        Duration pause = policy.pauseAfter(attempt, random.nextDouble());
        return switch (code) {
            case UNAVAILABLE, DEADLINE_EXCEEDED -> Optional.of(pause);
            // A connection that breaks in the middle of an answer; a server's own INTERNAL has a reason.
            case INTERNAL, UNKNOWN -> ErrorDetails.reason(status).isPresent() ? Optional.empty() : Optional.of(pause);
            case RESOURCE_EXHAUSTED ->
                ErrorDetails.find(status, RetryInfo.class)
                        .map(RetryInfo::getRetryDelay)
                        .filter(delay -> delay.getSeconds() >= 0) // A peer's numbers may be as large as they like.
                        .filter(delay ->
                                delay.getSeconds() <= policy.longestPause().toSeconds())
                        .map(delay -> Duration.ofSeconds(delay.getSeconds(), delay.getNanos()))
                        .filter(asked -> asked.compareTo(policy.longestPause()) <= 0)
                        .map(asked -> asked.compareTo(pause) < 0 ? pause : asked);
            case FAILED_PRECONDITION ->
                // An upload that goes on asks how far it is first.
                ErrorDetails.reason(status)
                        .filter(reason -> reason == Reason.OFFSET_MISMATCH)
                        .map(reason -> pause);
            default -> Optional.empty();
        };
    }

    private RuntimeException failure(StatusRuntimeException e, com.google.rpc.Status status) {
        Optional<Reason> reason = ErrorDetails.reason(status);
        if (reason.isPresent()) {
            return new RefusedException(reason.get(), "the " + service + " says: " + status.getMessage(), status, e);
        }
        return new ServiceException(
                "cannot use the " + service + ": " + why(e), e.getStatus().getCode(), e);
    }

    /** For a broken connection gRPC only says so; its cause names the address and the fault. */
    private static String why(StatusRuntimeException e) {
        return e.getCause() instanceof IOException broken && !(broken instanceof UnknownHostException)
                ? String.valueOf(broken.getMessage())
                : e.getStatus().getCode() + " " + e.getStatus().getDescription();
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceException("interrupted between two attempts", Status.Code.CANCELLED, e);
        }
    }
}
