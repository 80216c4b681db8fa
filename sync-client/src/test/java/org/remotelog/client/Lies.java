package org.remotelog.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;

/** Stands between a client and a true server, and alters what the server answers, or lets calls fail. */
final class Lies implements ClientInterceptor {
    private volatile UnaryOperator<Object> answers = UnaryOperator.identity();
    private volatile String failing = "";
    private volatile String refused = "";
    private volatile Reason refusal = Reason.INTERNAL;

    /** Alters answers of a type from now on. */
    <A> void alter(Class<A> type, UnaryOperator<A> lie) {
        answers = answer -> type.isInstance(answer) ? lie.apply(type.cast(answer)) : answer;
    }

    /** Lets calls of a method fail from now on, after the server has done what was asked. */
    void loseAnswersOf(String method) {
        failing = method;
    }

    /** Lets calls of a method be refused from now on; the server does not see them. */
    void refuse(String method, Reason reason) {
        refused = method;
        refusal = reason;
    }

    void stop() {
        answers = UnaryOperator.identity();
        failing = "";
        refused = "";
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        if (method.getFullMethodName().endsWith("/" + refused)) {
            return new Refused<>(ErrorDetails.toStatus(new RemoteLogException(refusal, "refused")));
        }
        boolean lost = method.getFullMethodName().endsWith("/" + failing);
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            @SuppressWarnings("unchecked")
                            public void onMessage(A message) {
                                if (!lost) {
                                    super.onMessage((A) answers.apply(message));
                                }
                            }

                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                super.onClose(lost ? Status.UNAVAILABLE.withDescription("lost") : status, trailers);
                            }
                        },
                        headers);
            }
        };
    }

    /** A call that gets no further than here. */
    private static final class Refused<Q, A> extends ClientCall<Q, A> {
        private final StatusRuntimeException refusal;

        Refused(com.google.rpc.Status refusal) {
            this.refusal = StatusProto.toStatusRuntimeException(refusal);
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            listener.onClose(refusal.getStatus(), Objects.requireNonNull(refusal.getTrailers()));
        }

        @Override
        public void request(int messages) {}

        @Override
        public void cancel(@Nullable String message, @Nullable Throwable cause) {}

        @Override
        public void halfClose() {}

        @Override
        public void sendMessage(Q message) {}
    }
}
