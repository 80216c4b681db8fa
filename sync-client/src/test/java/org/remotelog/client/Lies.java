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
import java.util.function.UnaryOperator;

/** Stands between a client and a true server, and alters what the server answers, or lets calls fail. */
final class Lies implements ClientInterceptor {
    private volatile UnaryOperator<Object> answers = UnaryOperator.identity();
    private volatile String failing = "";

    /** Alters answers of a type from now on. */
    <A> void alter(Class<A> type, UnaryOperator<A> lie) {
        answers = answer -> type.isInstance(answer) ? lie.apply(type.cast(answer)) : answer;
    }

    /** Lets calls of a method fail from now on, after the server has done what was asked. */
    void loseAnswersOf(String method) {
        failing = method;
    }

    void stop() {
        answers = UnaryOperator.identity();
        failing = "";
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
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
}
