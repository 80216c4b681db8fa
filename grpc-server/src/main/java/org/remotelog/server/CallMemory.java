package org.remotelog.server;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import java.util.Objects;

/**
 * Bounds what calls make the server hold. As a tracer it knows a call from its headers on, even one whose handler never
 * runs; as an interceptor, the outermost, it refuses those there is no place for. Health and reflection are let in always.
 */
final class CallMemory extends ServerStreamTracer.Factory implements ServerInterceptor {
    private final ClientMemory memory;
    private final ErrorMapper errors;

    CallMemory(ClientMemory memory, ErrorMapper errors) {
        this.memory = memory;
        this.errors = errors;
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        return new HeldCall(memory, fullMethodName.startsWith("grpc."));
    }

    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
            ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
        HeldCall held = Objects.requireNonNull(HeldCall.CURRENT.get(), "installed as a tracer too");
        BoundedCall<A, B> bounded = new BoundedCall<>(call, held, errors);
        if (!held.isAdmitted()) {
            bounded.refuse();
            return new ServerCall.Listener<>() {};
        }
        held.begin(bounded, call.getMethodDescriptor().getType());
        return new BoundedCall.Listener<>(next.startCall(bounded, headers), bounded);
    }
}
