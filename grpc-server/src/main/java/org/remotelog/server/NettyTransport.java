package org.remotelog.server;

import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.buffer.PooledByteBufAllocator;
import io.grpc.netty.shaded.io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.grpc.netty.shaded.io.netty.channel.ChannelFactory;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.ResourceLeakDetector;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;

/** What Netty runs on: its threads, its buffers, and our {@link Connections} in its channels. */
final class NettyTransport implements AutoCloseable {
    /** As gRPC has it: chunks of 2 MiB, each of 256 pages of 8 KiB. */
    private static final int CHUNK_ORDER = 8;

    private static final int MIN_READ = 512;
    private static final int FIRST_READ = 2 << 10;

    /** For whoever hunts a leak; gRPC's own copy of Netty has its own name for it. */
    private static final String LEAK_DETECTION = "io.grpc.netty.shaded.io.netty.leakDetection.level";

    private final Connections connections;
    private final PooledByteBufAllocator buffers;
    private final EventLoopGroup acceptor;
    private final EventLoopGroup loops;

    NettyTransport(Connections connections, MeterRegistry meters) {
        this.connections = connections;
        if (System.getProperty(LEAK_DETECTION) == null) { // A twentieth of the time of a short call.
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
        int threads = Runtime.getRuntime().availableProcessors();
        this.buffers = new PooledByteBufAllocator(
                true,
                0,
                threads,
                PooledByteBufAllocator.defaultPageSize(),
                CHUNK_ORDER,
                PooledByteBufAllocator.defaultSmallCacheSize(),
                PooledByteBufAllocator.defaultNormalCacheSize(),
                PooledByteBufAllocator.defaultUseCacheForAllThreads());
        this.acceptor = group("acceptor", 1);
        this.loops = group("event-loop", threads);
        Gauge.builder("netty.direct.bytes", buffers, all -> all.metric().usedDirectMemory())
                .register(meters);
    }

    void install(NettyServerBuilder server) {
        server.channelFactory(listening())
                .bossEventLoopGroup(acceptor)
                .workerEventLoopGroup(loops)
                .withChildOption(ChannelOption.ALLOCATOR, buffers)
                // A part of a message keeps the whole buffer that it was read with: this is what HeldCall counts it as.
                .withChildOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(MIN_READ, FIRST_READ, HeldCall.FRAGMENT));
    }

    private ChannelFactory<ServerChannel> listening() {
        return () -> {
            ServerChannel channel = Epoll.isAvailable() ? new EpollServerSocketChannel() : new NioServerSocketChannel();
            channel.pipeline().addFirst(connections);
            return channel;
        };
    }

    private static EventLoopGroup group(String name, int threads) {
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), io);
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        acceptor.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }
}
