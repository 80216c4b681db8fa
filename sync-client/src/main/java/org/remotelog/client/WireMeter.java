package org.remotelog.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicLong;

/** Counts calls, round trips and bytes. */
final class WireMeter implements ClientInterceptor {
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong rounds = new AtomicLong();
    private final AtomicLong underWay = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();

    private final ClientStreamTracer.Factory tracers = new ClientStreamTracer.Factory() {
        @Override
        public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
            return new Tracer();
        }
    };

    WireUsage usage() {
        return new WireUsage(calls.get(), rounds.get(), sent.get(), received.get());
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return next.newCall(method, options.withStreamTracerFactory(tracers));
    }

    /** One stream, that is one attempt of a call. */
    private final class Tracer extends ClientStreamTracer {
        Tracer() {
            calls.incrementAndGet();
            if (underWay.getAndIncrement() == 0) {
                rounds.incrementAndGet();
            }
        }

        @Override
        public void outboundWireSize(long bytes) {
            sent.addAndGet(bytes);
        }

        @Override
        public void inboundWireSize(long bytes) {
            received.addAndGet(bytes);
        }

        @Override
        public void streamClosed(Status status) {
            underWay.decrementAndGet();
        }
    }
}
