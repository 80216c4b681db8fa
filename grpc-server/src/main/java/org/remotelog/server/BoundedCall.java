package org.remotelog.server;

import com.google.protobuf.MessageLite;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.IOException;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;

/**
 * A call that tells its {@link HeldCall} what is sent, sends nothing that there is no room for, and may be refused by any
 * thread at any time.
 */
final class BoundedCall<A, B> extends SimpleForwardingServerCall<A, B> {
    static final String OVERLOADED = "clients keep too much of this server's memory";

    private final HeldCall held;
    private final ErrorMapper errors;
    private final boolean streams;
    private boolean closed;

    BoundedCall(ServerCall<A, B> call, HeldCall held, ErrorMapper errors) {
        super(call);
        this.held = held;
        this.errors = errors;
        this.streams = !call.getMethodDescriptor().getType().serverSendsOneMessage();
        if (streams) {
            call.setOnReadyThreshold(HeldCall.PLACE); // What it has queued while it is ready, its place pays for.
        }
    }

    @Override
    public void request(int messages) {
        held.asked(messages);
        super.request(messages);
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
        if (!closed) {
            super.sendHeaders(headers);
        }
    }

    @Override
    public synchronized void sendMessage(B message) {
        if (closed) {
            return;
        }
        if (held.sending(size(message), streams && isReady())) {
            super.sendMessage(message);
        } else {
            refuse();
        }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
        if (!closed) {
            closed = true;
            held.ended();
            super.close(status, trailers);
        }
    }

    /** Ends the call as OVERLOADED, if its handler has not ended it. */
    void refuse() {
        ErrorMapper.Closing closing =
                errors.toClosing(new RemoteLogException(Reason.OVERLOADED, OVERLOADED), getMethodDescriptor());
        close(closing.status(), closing.trailers());
    }

    private synchronized void onReady() {
        if (streams && isReady()) { // Another thread may have sent more since.
            held.taken();
        }
    }

    private static int size(Object message) {
        try {
            if (message instanceof KnownLength stream) {
                return stream.available();
            }
            return message instanceof MessageLite parsed ? parsed.getSerializedSize() : 0;
        } catch (IOException e) {
            throw new IllegalStateException("a message in memory cannot be read", e);
        }
    }

    /** Passes on what the client does, and tells the {@link HeldCall}. */
    static final class Listener<A> extends SimpleForwardingServerCallListener<A> {
        private final BoundedCall<A, ?> call;

        Listener(ServerCall.Listener<A> handler, BoundedCall<A, ?> call) {
            super(handler);
            this.call = call;
        }

        @Override
        public void onMessage(A message) {
            call.held.arrived();
            super.onMessage(message);
        }

        @Override
        public void onHalfClose() {
            call.held.requested();
            super.onHalfClose();
        }

        @Override
        public void onReady() {
            call.onReady();
            super.onReady();
        }
    }
}
