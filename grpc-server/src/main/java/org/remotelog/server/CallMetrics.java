package org.remotelog.server;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts and times every call, by method and status code: a tracer rather than an interceptor, so
 * that what gRPC itself refuses is counted too, and so that a call ends when its answer is with the
 * transport. Methods that the server does not have are counted together, as a client may invent any
 * number of them.
 */
final class CallMetrics extends ServerStreamTracer.Factory {
    /** From an answer out of memory to a deadline. */
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(100_000),
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry meters;
    private final Map<String, Method> methods = new HashMap<>();
    private final Method unknown;

    CallMetrics(MeterRegistry meters, List<ServerServiceDefinition> services) {
        this.meters = meters;
        for (ServerServiceDefinition service : services) {
            for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
                MethodDescriptor<?, ?> descriptor = method.getMethodDescriptor();
                methods.put(
                        descriptor.getFullMethodName(),
                        new Method(
                                service.getServiceDescriptor().getName(),
                                String.valueOf(descriptor.getBareMethodName())));
            }
        }
        this.unknown = new Method("unknown", "unknown");
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        return new Call(methods.getOrDefault(fullMethodName, unknown));
    }

    /** The meters of one method. */
    private final class Method {
        private final Tags tags;
        private final AtomicInteger inFlight;
        private final Counter started;
        private final Timer handling;
        private final Map<Status.Code, Counter> handled = new ConcurrentHashMap<>();

        Method(String service, String method) {
            this.tags = Tags.of("grpc_service", service, "grpc_method", method);
            this.inFlight = meters.gauge("grpc.server.in.flight", tags, new AtomicInteger());
            this.started = meters.counter("grpc.server.started", tags);
            this.handling = Timer.builder("grpc.server.handling")
                    .tags(tags)
                    .serviceLevelObjectives(BUCKETS)
                    .register(meters);
        }

        Counter handled(Status.Code code) {
            return handled.computeIfAbsent(
                    code, c -> meters.counter("grpc.server.handled", tags.and("grpc_code", c.name())));
        }
    }

    private static final class Call extends ServerStreamTracer {
        private final Method method;
        private final long start = System.nanoTime();
        private final AtomicBoolean closed = new AtomicBoolean();

        Call(Method method) {
            this.method = method;
            method.started.increment();
            method.inFlight.incrementAndGet();
        }

        @Override
        public void streamClosed(Status status) {
            if (closed.compareAndSet(false, true)) {
                method.inFlight.decrementAndGet();
                method.handled(status.getCode()).increment();
                method.handling.record(Duration.ofNanos(System.nanoTime() - start));
            }
        }
    }
}
