package org.remotelog.server;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Answers whatever goes wrong in a handler, or in reading its request, by {@link ErrorMapper}:
 * handlers throw, or pass the exception to {@code onError}.
 */
public final class ErrorInterceptor implements ServerInterceptor {
    private final ErrorMapper errors;

    public ErrorInterceptor(ErrorMapper errors) {
        this.errors = errors;
    }

    /**
     * Puts this around a service. Requests are then read inside it, so that what does not parse is an
     * error like others.
     */
    public ServerServiceDefinition guard(ServerServiceDefinition service) {
        return ServerInterceptors.intercept(ServerInterceptors.useMarshalledMessages(service, new Unread()), this);
    }

    @Override
    public <A, B> Listener<A> interceptCall(ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
        MappedCall<A, B> mapped = new MappedCall<>(call);
        try {
            return new GuardedListener<>(mapped, next.startCall(mapped, headers));
        } catch (RuntimeException e) {
            mapped.fail(e);
            return new Listener<>() {};
        }
    }

    /**
     * Passes messages on as they are. gRPC's own way buffers them, and what is sent would no longer be written straight into
     * the transport.
     */
    private static final class Unread implements MethodDescriptor.Marshaller<InputStream> {
        @Override
        public InputStream stream(InputStream message) {
            return message;
        }

        @Override
        public InputStream parse(InputStream message) {
            return message;
        }
    }

    /** A call that is closed once, and with a mapped status. */
    private final class MappedCall<A, B> extends SimpleForwardingServerCall<A, B> {
        private final AtomicBoolean closed = new AtomicBoolean();

        MappedCall(ServerCall<A, B> call) {
            super(call);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (status.isOk()) {
                if (closed.compareAndSet(false, true)) {
                    super.close(status, trailers);
                }
                return;
            }
            // A handler's onError(e) arrives as UNKNOWN with e as the cause.
            Throwable cause = status.getCode() == Status.Code.UNKNOWN ? status.getCause() : null;
            fail(cause == null ? status.asRuntimeException() : cause);
        }

        void fail(Throwable failure) {
            if (closed.compareAndSet(false, true)) {
                ErrorMapper.Closing closing = errors.toClosing(failure, getMethodDescriptor());
                super.close(closing.status(), closing.trailers());
            }
        }
    }

    /** Turns what a handler throws into the answer, and calls it no more. */
    private static final class GuardedListener<A> extends Listener<A> {
        private final MappedCall<A, ?> call;
        private final Listener<A> handler;
        private boolean failed; // gRPC calls a listener from one thread at a time.

        GuardedListener(MappedCall<A, ?> call, Listener<A> handler) {
            this.call = call;
            this.handler = handler;
        }

        @Override
        public void onMessage(A message) {
            guard(() -> handler.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            guard(handler::onHalfClose);
        }

        @Override
        public void onReady() {
            guard(handler::onReady);
        }

        @Override
        public void onCancel() {
            handler.onCancel();
        }

        @Override
        public void onComplete() {
            handler.onComplete();
        }

        private void guard(Runnable event) {
            if (failed) {
                return;
            }
            try {
                event.run();
            } catch (RuntimeException e) {
                failed = true;
                call.fail(e);
            }
        }
    }
}
