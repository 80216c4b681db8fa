package org.remotelog.server;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;

/** Refuses new calls once the server drains. */
final class DrainInterceptor implements ServerInterceptor {
    private volatile boolean draining;

    void drain() {
        draining = true;
    }

    @Override
    public <A, B> Listener<A> interceptCall(ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
        if (draining) {
            throw new RemoteLogException(Reason.DRAINING, "the server is shutting down; ask another one, or later");
        }
        return next.startCall(call, headers);
    }
}
