package org.remotelog.server;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Answers a streaming call at its client's pace: the next item is looked up only when the client is ready, so that a slow
 * reader costs the memory of what is being put together for it. One thread at a time works on it, {@link #working} says
 * whether one does.
 */
public final class PacedCall<I, O> {
    private final Workers workers;
    private final ServerCallStreamObserver<?> client;
    private final Iterator<I> remaining;
    private final Function<I, CompletionStage<O>> lookUp;
    private final Sink<O> sink;
    private final AtomicBoolean working = new AtomicBoolean();

    /** Where items go, in the order asked, from one thread at a time. */
    @FunctionalInterface
    public interface Sink<O> {
        /** Sends an item, or keeps it for a message that holds several. */
        void accept(O item);

        /** Sends what is still kept, before the call completes. */
        default void end() {}
    }

    /**
     * @param workers look the items up
     * @param asked what the client asked for
     * @param lookUp finds one item; when it fails, the call fails
     */
    public PacedCall(
            Workers workers,
            ServerCallStreamObserver<?> client,
            Iterator<I> asked,
            Function<I, CompletionStage<O>> lookUp,
            Sink<O> sink) {
        this.workers = workers;
        this.client = client;
        this.remaining = asked;
        this.lookUp = lookUp;
        this.sink = sink;
    }

    /** Begins. Call it before the handler returns. */
    public void start() {
        client.setOnCancelHandler(() -> {}); // The work sees it; without a handler, gRPC would throw into it.
        client.setOnReadyHandler(this::resume);
    }

    /** Called on the event loop whenever the client becomes ready. */
    private void resume() {
        if (working.compareAndSet(false, true)) {
            workers.submit(() -> {
                        work();
                        return true;
                    })
                    .exceptionally(failure -> {
                        client.onError(failure);
                        return false;
                    });
        }
    }

    private void work() {
        while (!client.isCancelled()) {
            if (!remaining.hasNext()) { // A client that has everything need not be ready for more.
                sink.end();
                client.onCompleted();
                return;
            }
            if (!client.isReady() && pause()) {
                return;
            }
            CompletableFuture<O> item = lookUp.apply(remaining.next()).toCompletableFuture();
            if (!item.isDone()) {
                item.thenAccept(found -> {
                            sink.accept(found);
                            work();
                        })
                        .exceptionally(failure -> {
                            client.onError(failure);
                            return null;
                        });
                return;
            }
            sink.accept(item.join());
        }
    }

    /** Stops working until the client is ready again; false when it already is, and nobody else has resumed. */
    private boolean pause() {
        working.set(false);
        return !client.isReady() || !working.compareAndSet(false, true);
    }
}
