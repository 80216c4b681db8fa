package org.remotelog.server;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler.Sharable;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds connections: how many there are, and what one whose client does not read its socket may have queued. The messages
 * of calls stay with them while a socket is full, by HTTP/2's flow control; headers, trailers and resets do not, and outlive
 * a call that is cut off.
 */
@Sharable
final class Connections extends ChannelInboundHandlerAdapter {
    /** The errors of some hundred calls. */
    private static final int MAX_QUEUED_BYTES = 256 << 10;

    private final int max;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile int now;

    Connections(int max, MeterRegistry meters) {
        this.max = max;
        Gauge.builder("connections", open, Set::size).register(meters);
    }

    /** On the server's channel: a connection arrives. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel channel = (Channel) message;
        Connection connection = new Connection(channel);
        open.add(connection);
        channel.closeFuture().addListener(closed -> open.remove(connection));
        channel.pipeline().addLast(connection);
        context.fireChannelRead(message);
        if (open.size() > max) {
            open.stream()
                    .filter(other -> other != connection)
                    .min(Comparator.comparingInt(other -> other.heard))
                    .ifPresent(Connection::cutOff);
        }
    }

    /** Turns the clock on, and closes connections whose clients have not read for too long. */
    void tick() {
        now++;
        for (Connection connection : open) {
            if (connection.isStuck(now)) {
                connection.cutOff();
            }
        }
    }

    /** One of them, as the handler next to its socket. */
    private final class Connection extends ChannelInboundHandlerAdapter {
        private final Channel channel;
        private volatile int heard = now;
        private volatile boolean paused;

        Connection(Channel channel) {
            this.channel = channel;
        }

        /** Closes the socket: a close that begins at the other end of the pipeline is HTTP/2's, and waits for the client. */
        void cutOff() {
            ChannelHandlerContext next = channel.pipeline().context(this);
            if (next != null) {
                next.close();
            }
        }

        boolean isStuck(int time) {
            return paused && time - heard > ClientMemory.PATIENCE;
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (!paused) { // HTTP/2 reads on by itself, and what it hears of a client who does not read is no excuse.
                heard = now;
                if (channel.bytesBeforeWritable() > MAX_QUEUED_BYTES) {
                    paused = true;
                    channel.config().setAutoRead(false);
                }
            }
            context.fireChannelReadComplete();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (paused && channel.isWritable()) {
                heard = now;
                paused = false;
                channel.config().setAutoRead(true);
            }
            context.fireChannelWritabilityChanged();
        }
    }
}
