package org.remotelog.server;

import io.grpc.Context;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What one call makes the server hold, and since when it waits for its client. gRPC tells it what arrives, {@link
 * BoundedCall} what is sent. Safe for use by many threads.
 */
final class HeldCall extends ServerStreamTracer {
    /** How a call finds its own. */
    static final Context.Key<HeldCall> CURRENT = Context.key("held-call");

    /** What gRPC and Netty keep for a call, its headers included, and what may be queued while a stream is ready. */
    static final int PLACE = 8 << 10;

    /**
     * A part of a message that is not complete keeps the whole buffer that it was read with: one byte may keep as much as
     * this.
     */
    static final int FRAGMENT = 16 << 10;

    /** A call is let in with as much as this: its place and one fragment, or one short message each way. */
    static final int LITTLE = PLACE + FRAGMENT + (8 << 10);

    /** The window of a stream: what a client may send before it is asked. */
    static final int WINDOW = 1 << 20;

    private final ClientMemory memory;
    private final boolean exempt;

    private long bytes;
    private boolean closed;
    private long fragments;
    private long received;
    private long sent;
    private int asked;
    private boolean untaken;
    private MethodType type = MethodType.UNARY;
    private int waitingSince;
    private boolean cutOff;
    private @Nullable BoundedCall<?, ?> call;
    private Context.@Nullable CancellableContext context;

    /**
     * @param exempt whether it is let in even when there is no place
     */
    HeldCall(ClientMemory memory, boolean exempt) {
        this.memory = memory;
        this.exempt = exempt;
        this.waitingSince = memory.now();
        take(PLACE);
        memory.enter(this);
    }

    @Override
    public Context filterContext(Context outer) {
        Context.CancellableContext own = outer.withValue(CURRENT, this).withCancellation();
        synchronized (this) {
            context = own;
        }
        return own;
    }

    /** Whether the call may begin. */
    boolean isAdmitted() {
        if (exempt || memory.hasPlace()) {
            return true;
        }
        memory.refused();
        return false;
    }

    synchronized void begin(BoundedCall<?, ?> own, MethodType itsType) {
        call = own;
        type = itsType;
    }

    // --- what arrives ------------------------------------------------------------------------------------------

    @Override
    public void inboundWireSize(long size) {
        boolean fits;
        synchronized (this) {
            long kept = Math.max(size, FRAGMENT);
            fragments += kept;
            fits = take(kept);
        }
        if (!fits) {
            memory.cutOff(this);
        }
    }

    @Override
    public synchronized void inboundMessageRead(int number, long wireSize, long uncompressedSize) {
        take(-fragments);
        fragments = 0;
    }

    /** Of a compressed message, told while it is read. */
    @Override
    public void inboundUncompressedSize(long size) {
        boolean fits;
        synchronized (this) {
            received += size;
            fits = take(size);
        }
        if (!fits) {
            memory.cutOff(this);
        }
    }

    /** The handler has asked for messages: it is done with those before. */
    synchronized void asked(int messages) {
        if (type.clientSendsOneMessage()) {
            return;
        }
        if (asked == 0) {
            take(-received);
            received = 0;
            leaveUntaken(false);
            waitingSince = memory.now();
        }
        asked += messages;
    }

    /** A message goes to the handler. */
    synchronized void arrived() {
        if (!type.clientSendsOneMessage() && --asked == 0) {
            leaveUntaken(true);
            waitingSince = 0;
        }
    }

    /** The request is complete. */
    synchronized void requested() {
        leaveUntaken(false);
        waitingSince = type.serverSendsOneMessage() ? 0 : memory.now();
    }

    /** What arrives while the handler has not asked for it, gRPC does not tell: it may be a window full. */
    private void leaveUntaken(boolean now) {
        if (untaken != now) {
            untaken = now;
            take(now ? WINDOW : -WINDOW);
        }
    }

    // --- what is sent ------------------------------------------------------------------------------------------

    /**
     * A message is about to be sent.
     *
     * @param ready whether what was sent before is with the transport
     * @return false if there is no room for it
     */
    synchronized boolean sending(int size, boolean ready) {
        if (ready) {
            taken();
        } else if (type.serverSendsOneMessage()) {
            waitingSince = memory.now();
        }
        if (!take(size)) {
            take(-size);
            memory.refused();
            return false;
        }
        sent += size;
        return true;
    }

    /** What was sent is with the transport. */
    synchronized void taken() {
        take(-sent);
        sent = 0;
        waitingSince = memory.now();
    }

    /** The handler is done: the rest is up to the client. */
    synchronized void ended() {
        waitingSince = memory.now();
    }

    @Override
    public void streamClosed(Status status) {
        synchronized (this) {
            take(-bytes);
            closed = true;
        }
        memory.leave(this);
    }

    // --- what it comes to --------------------------------------------------------------------------------------

    /** What it holds. */
    synchronized long bytes() {
        return bytes;
    }

    /** For how many ticks it has waited for its client; negative if it does not. */
    synchronized int waitedUntil(int now) {
        return waitingSince == 0 ? -1 : now - waitingSince;
    }

    /**
     * Ends the call, whatever its client does: it is told so, if it reads, and the stream is reset, which drops what is
     * queued for it.
     *
     * @return false if it has been done before
     */
    boolean cutOff() {
        BoundedCall<?, ?> itsCall;
        Context.CancellableContext itsContext;
        synchronized (this) {
            if (cutOff || context == null) {
                return false;
            }
            cutOff = true;
            itsCall = call;
            itsContext = context;
        }
        if (itsCall != null) {
            itsCall.refuse();
        }
        itsContext.cancel(new TimeoutException("cut off: " + BoundedCall.OVERLOADED)); // gRPC resets what timed out.
        return true;
    }

    /** Whether there is room for it. What a call holds beside a little must fit; the caller has the lock. */
    private boolean take(long size) {
        if (closed) {
            return true;
        }
        bytes += size;
        memory.add(size);
        return size <= 0 || bytes <= LITTLE || memory.hasRoom();
    }
}
