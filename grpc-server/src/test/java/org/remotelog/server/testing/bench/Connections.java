package org.remotelog.server.testing.bench;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayList;
import java.util.List;

/** Connections to one server, on which answers are taken by the threads that read them. */
public final class Connections implements AutoCloseable {
    private final List<ManagedChannel> channels = new ArrayList<>();

    public Connections(String target, int number) {
        for (int i = 0; i < number; i++) {
            channels.add(NettyChannelBuilder.forTarget(target)
                    .usePlaintext()
                    .directExecutor()
                    .build());
        }
    }

    /** The connection of a caller. */
    public ManagedChannel of(int caller) {
        return channels.get(caller % channels.size());
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }
}
