package org.remotelog.server;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Answers calls of what no server of ours has as NOT_OFFERED, which gRPC itself would answer without details. */
final class UnknownMethods extends HandlerRegistry {
    private final ServerInterceptor memory;
    private final ErrorMapper errors;

    UnknownMethods(ServerInterceptor memory, ErrorMapper errors) {
        this.memory = memory;
        this.errors = errors;
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String fullMethodName, @Nullable String authority) {
        MethodDescriptor<InputStream, InputStream> method = MethodDescriptor.newBuilder(new Bytes(), new Bytes())
                .setType(MethodType.UNARY)
                .setFullMethodName(fullMethodName)
                .build();
        ServerCallHandler<InputStream, InputStream> refuse = this::refuse;
        return ServerMethodDefinition.create(method, (call, headers) -> memory.interceptCall(call, headers, refuse));
    }

    private ServerCall.Listener<InputStream> refuse(ServerCall<InputStream, InputStream> call, Metadata headers) {
        StatusRuntimeException unimplemented = io.grpc.Status.UNIMPLEMENTED.asRuntimeException();
        ErrorMapper.Closing closing = errors.toClosing(unimplemented, call.getMethodDescriptor());
        call.close(closing.status(), closing.trailers());
        return new ServerCall.Listener<>() {};
    }

    /** No message is read or sent. */
    private static final class Bytes implements MethodDescriptor.Marshaller<InputStream> {
        @Override
        public InputStream stream(InputStream value) {
            return value;
        }

        @Override
        public InputStream parse(InputStream stream) {
            return new ByteArrayInputStream(new byte[0]);
        }
    }
}
