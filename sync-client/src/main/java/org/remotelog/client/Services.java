package org.remotelog.client;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.ns.NSGrpc;

/**
 * The two services that a client talks to. May be shared by any number of writers and readers, on any threads; close it
 * after them.
 */
public final class Services implements AutoCloseable {
    /** As long as a message on the wire may be. */
    private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

    /** How long a host may take to accept a connection; where there is none, nothing answers at all. */
    private static final int CONNECT_TIMEOUT_MILLIS = 5000;

    private final WireMeter meter = new WireMeter();
    private final List<ManagedChannel> owned;
    private final CasClient cas;
    private final NsClient ns;

    private Services(Channel cas, Channel ns, List<ManagedChannel> owned, RetryPolicy policy, RandomGenerator random) {
        this.owned = owned;
        this.cas = new CasClient(
                new Calls<>("CAS", CASGrpc.newBlockingStub(ClientInterceptors.intercept(cas, meter)), policy, random));
        this.ns = new NsClient(
                new Calls<>("NS", NSGrpc.newBlockingStub(ClientInterceptors.intercept(ns, meter)), policy, random));
    }

    /**
     * Connects without TLS. The connection is made with the first call, and again whenever it breaks.
     *
     * @param cas {@code host:port}, or another target that gRPC resolves ({@code dns:///cas.example.org:50051})
     * @param ns likewise
     */
    public static Services connect(String cas, String ns) {
        return connect(cas, ns, RetryPolicy.DEFAULT);
    }

    /** Connects, with other patience. */
    public static Services connect(String cas, String ns, RetryPolicy policy) {
        ManagedChannel casChannel = channel(cas);
        ManagedChannel nsChannel = channel(ns);
        return new Services(
                casChannel, nsChannel, List.of(casChannel, nsChannel), policy, RandomGenerator.getDefault());
    }

    /** Uses channels that the caller made (with TLS, with credentials) and closes. */
    public static Services of(Channel cas, Channel ns, RetryPolicy policy) {
        return new Services(cas, ns, List.of(), policy, RandomGenerator.getDefault());
    }

    private static ManagedChannel channel(String target) {
        return NettyChannelBuilder.forTarget(target)
                .usePlaintext()
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .keepAliveTime(1, TimeUnit.MINUTES) // A phone that changed its network notices it by this.
                .build();
    }

    CasClient cas() {
        return cas;
    }

    NsClient ns() {
        return ns;
    }

    /** What went over the wire since the beginning. */
    public WireUsage usage() {
        return meter.usage();
    }

    /** Ends the connections that {@link #connect} made; calls under way fail. */
    @Override
    public void close() {
        owned.forEach(ManagedChannel::shutdownNow);
        for (ManagedChannel channel : owned) {
            try {
                channel.awaitTermination(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
