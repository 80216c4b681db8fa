package org.remotelog.client;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One streaming call that has its time to get on, not for the whole: how long the whole takes depends on its length and on
 * the network. Closing it cancels what is still under way. Used by one thread.
 */
final class StreamingCall<Q, A> implements AutoCloseable {
    private final BlockingClientCall<Q, A> call;
    private final Duration patience;
    private long end;

    private StreamingCall(BlockingClientCall<Q, A> call, Duration patience) {
        this.call = call;
        this.patience = patience;
        gotOn();
    }

    /**
     * Begins a call that sends messages and is answered by one.
     *
     * @param stub whose channel and options it uses
     * @param patience how long it may take from one {@link #gotOn} to the next
     */
    static <Q, A> StreamingCall<Q, A> sending(AbstractStub<?> stub, MethodDescriptor<Q, A> method, Duration patience) {
        return new StreamingCall<>(
                ClientCalls.blockingClientStreamingCall(stub.getChannel(), method, stub.getCallOptions()), patience);
    }

    /** Begins a call that sends one message and is answered by many, likewise. */
    static <Q, A> StreamingCall<Q, A> reading(
            AbstractStub<?> stub, MethodDescriptor<Q, A> method, Q request, Duration patience) {
        return new StreamingCall<>(
                ClientCalls.blockingV2ServerStreamingCall(stub.getChannel(), method, stub.getCallOptions(), request),
                patience);
    }

    /** Gives it as much time again. */
    void gotOn() {
        end = System.nanoTime() + patience.toNanos();
    }

    /**
     * Sends a message when there is room for one.
     *
     * @return false when the server has ended the call and needs no more
     * @throws StatusRuntimeException if the call failed, or did not get on
     */
    boolean write(Q message) {
        return step(left -> call.write(message, left, TimeUnit.NANOSECONDS));
    }

    /** Nothing more is sent. */
    void halfClose() {
        call.halfClose();
    }

    /**
     * Waits for a message.
     *
     * @return null after the last
     * @throws StatusRuntimeException if the call failed, or did not get on
     */
    @Nullable
    A read() {
        return step(left -> call.read(left, TimeUnit.NANOSECONDS));
    }

    private interface Step<R extends @Nullable Object> {
        R within(long nanos) throws InterruptedException, TimeoutException, StatusException;
    }

    private <R extends @Nullable Object> R step(Step<R> step) {
        try {
            return step.within(end - System.nanoTime());
        } catch (StatusException e) {
            throw e.getStatus().asRuntimeException(e.getTrailers());
        } catch (TimeoutException e) {
            throw Status.DEADLINE_EXCEEDED
                    .withDescription("it did not get on for " + patience.toMillis() + " ms")
                    .asRuntimeException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Status.CANCELLED.withDescription("interrupted").withCause(e).asRuntimeException();
        }
    }

    @Override
    public void close() {
        call.cancel("no longer needed", null);
    }
}
