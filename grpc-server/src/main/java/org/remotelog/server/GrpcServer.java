package org.remotelog.server;

import com.google.common.net.HostAndPort;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: one service behind gRPC with health and reflection, and its HTTP endpoints. Any
 * process may start one, a test too; {@link ServiceProcess} makes it a process of its own.
 */
public final class GrpcServer implements AutoCloseable {
    /** The longest message on the wire. */
    public static final int MAX_MESSAGE_BYTES = 4 << 20;

    /** For what should be immediate. */
    private static final int GRACE_SECONDS = 2;

    private static final Logger log = LoggerFactory.getLogger(GrpcServer.class);

    private final ServerConfig config;
    private final Resources resources = new Resources();
    private final HealthStatusManager health = new HealthStatusManager();
    private final DrainInterceptor drain = new DrainInterceptor();
    private final CallsInFlight calls = new CallsInFlight();
    private final HttpEndpoints http;
    private final Service service;
    private final List<ServerServiceDefinition> ours;
    private final Server grpc;
    private final AtomicBoolean closed = new AtomicBoolean();

    private GrpcServer(ServerConfig config, Service.Factory factory) {
        this.config = config;
        try {
            Telemetry telemetry = resources.add(new Telemetry());
            this.http = resources.add(HttpEndpoints.start(config.metricsListen(), telemetry.meters()));
            ErrorMapper errors = new ErrorMapper(new SecureRandom());
            ClientBounds bounds = resources.add(new ClientBounds(config.clients(), errors, telemetry.meters()));
            Workers workers = Workers.forProcessors("worker", telemetry.meters());
            this.service = resources.add(factory.open(new ServiceContext(config, telemetry.meters(), workers, errors)));
            resources.add(workers); // Closed before the store that its work reads.
            ErrorInterceptor answers = new ErrorInterceptor(errors);
            this.ours = service.handlers().stream()
                    .map(handler -> answers.guard(ServerInterceptors.intercept(handler, drain)))
                    .toList();
            this.grpc = listen(bounds, telemetry.meters());
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    /**
     * Starts a server; it serves when this returns.
     *
     * @throws StartupException if it cannot start
     */
    public static GrpcServer start(ServerConfig config, Service.Factory factory) {
        GrpcServer server = new GrpcServer(config, factory);
        server.setHealth(ServingStatus.SERVING);
        server.http.ready(true);
        return server;
    }

    /** Where gRPC listens. */
    public HostAndPort address() {
        return Addresses.of((InetSocketAddress) grpc.getListenSockets().get(0));
    }

    /** Where the HTTP endpoints listen. */
    public HostAndPort metricsAddress() {
        return http.address();
    }

    /** Waits until the server was closed. */
    void awaitTermination() throws InterruptedException {
        grpc.awaitTermination();
    }

    /** Drains, then closes everything. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            grpc.shutdownNow();
            resources.close();
        }
    }

    /** Whether closing left something undone. */
    boolean failedToClose() {
        return resources.failed();
    }

    private void drain() throws InterruptedException {
        log.info("draining");
        http.ready(false);
        health.enterTerminalState();
        drain.drain();
        TimeUnit.MILLISECONDS.sleep(config.drainDelay().toMillis());
        service.drain();
        grpc.shutdown();
        if (!calls.awaitNone(config.drainTimeout())) {
            log.warn("calls were still in flight after {}: they are cut off", config.drainTimeout());
        }
        grpc.shutdownNow(); // Ends health watches, which never end by themselves.
        grpc.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
    }

    private void setHealth(ServingStatus status) {
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
        ours.forEach(service -> health.setStatus(service.getServiceDescriptor().getName(), status));
    }

    @SuppressWarnings("deprecation") // v1alpha is deprecated, and what many tools still ask for.
    private Server listen(ClientBounds bounds, MeterRegistry meters) {
        List<ServerServiceDefinition> grpcs = Stream.of(
                        health.getHealthService(),
                        ProtoReflectionServiceV1.newInstance(),
                        ProtoReflectionService.newInstance())
                .map(BindableService::bindService)
                .toList();
        List<ServerServiceDefinition> all =
                Stream.concat(ours.stream(), grpcs.stream()).toList();
        setHealth(ServingStatus.NOT_SERVING);
        NettyServerBuilder server = NettyServerBuilder.forAddress(Addresses.resolve(config.listen()))
                .directExecutor()
                .addStreamTracerFactory(calls)
                .addStreamTracerFactory(new CallMetrics(meters, all));
        bounds.install(server, all);
        try {
            return server.build().start();
        } catch (IOException e) {
            throw Addresses.cannotListen(config.listen(), e);
        }
    }
}
