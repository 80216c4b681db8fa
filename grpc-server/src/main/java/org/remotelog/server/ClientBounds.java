package org.remotelog.server;

import com.google.common.primitives.Ints;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What stands between a server and its clients: every bound on what they may take, and on how they may behave. */
final class ClientBounds implements AutoCloseable {
    /** gRPC's own default, said here because clients may rely on it. */
    private static final int MAX_METADATA_BYTES = 8 << 10;

    /** A phone behind a NAT must ping more often than gRPC's default of 5 minutes permits. */
    private static final int PERMITTED_PING_SECONDS = 30;

    /** A peer that went away without a word would otherwise hold its streams for two hours. */
    private static final int PING_MINUTES = 10;

    /**
     * Opening and resetting streams costs the server more than the client. But a client that is refused resets what it was
     * still sending, and may try again after 100 ms, with each of its streams.
     */
    private static final int RESETS_PER_STREAM_PER_SECOND = 10;

    private static final int RESETS_SECONDS = 10;

    /** For what is in flight when a connection gets too old: the longest upload, at 500 KB/s, takes nine. */
    private static final int AGED_CALLS_MINUTES = 10;

    /** For a client to say the first words of HTTP/2. */
    private static final int HANDSHAKE_SECONDS = 10;

    private final ClientLimits limits;
    private final ErrorMapper errors;
    private final CallMemory calls;
    private final NettyTransport transport;
    private final Sweeper sweeper = new Sweeper();

    ClientBounds(ClientLimits limits, ErrorMapper errors, MeterRegistry meters) {
        this.limits = limits;
        this.errors = errors;
        ClientMemory memory = new ClientMemory(limits.memory(), meters);
        Connections connections = new Connections(limits.connections(), meters);
        this.calls = new CallMemory(memory, errors);
        this.transport = new NettyTransport(connections, meters);
        sweeper.sweep(memory::tick);
        sweeper.sweep(connections::tick);
    }

    /** Adds services, and the bounds on their clients. */
    void install(NettyServerBuilder server, List<ServerServiceDefinition> services) {
        services.forEach(service -> server.addService(ServerInterceptors.intercept(service, calls)));
        server.fallbackHandlerRegistry(new UnknownMethods(calls, errors))
                .addStreamTracerFactory(calls)
                .maxInboundMessageSize(GrpcServer.MAX_MESSAGE_BYTES)
                .maxInboundMetadataSize(MAX_METADATA_BYTES)
                .flowControlWindow(HeldCall.WINDOW)
                .maxConcurrentCallsPerConnection(limits.streams())
                .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveTime(PERMITTED_PING_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .keepAliveTime(PING_MINUTES, TimeUnit.MINUTES)
                .maxRstFramesPerWindow(
                        Ints.saturatedCast((long) RESETS_SECONDS * RESETS_PER_STREAM_PER_SECOND * limits.streams()),
                        RESETS_SECONDS)
                .maxConnectionAgeGrace(AGED_CALLS_MINUTES, TimeUnit.MINUTES);
        if (!limits.connectionAge().isZero()) {
            server.maxConnectionAge(limits.connectionAge().toMillis(), TimeUnit.MILLISECONDS);
        }
        transport.install(server);
    }

    /** Call it after the server has ended. */
    @Override
    public void close() {
        sweeper.close();
        transport.close();
    }
}
