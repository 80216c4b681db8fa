package org.remotelog.ns;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.ns.head.Fetched;
import org.remotelog.ns.head.NameSystem;
import org.remotelog.ns.head.Watch;
import org.remotelog.proto.ns.Content;
import org.remotelog.proto.ns.Query;
import org.remotelog.server.Stages;

/**
 * A stream of heads. What it keeps for a slow client is which names have changed, never what they changed to: when the client
 * is ready, it is sent what is newest then. One thread at a time works on it.
 */
final class WatchCall {
    /** A message without a name: the server is there, and has nothing to say. */
    private static final Content HEARTBEAT = Content.getDefaultInstance();

    private static final String METHOD = "NS.Watch";

    private final ServerCallStreamObserver<Content> client;
    private final WatchCalls calls;
    private final HeadMessages messages;
    private final List<Item> items = new ArrayList<>();
    private final Deque<Item> due = new ArrayDeque<>(); // This and all below: guarded by the call.
    private boolean working;
    private boolean spoke; // Since the last beat.
    private boolean beats;
    private boolean ended;
    private @Nullable RemoteLogException farewell;

    WatchCall(ServerCallStreamObserver<Content> client, WatchCalls calls, HeadMessages messages) {
        this.client = client;
        this.calls = calls;
        this.messages = messages;
    }

    /**
     * Begins to watch, and to answer. Call it before the handler returns.
     *
     * @throws RemoteLogException OVERLOADED if too much is watched already
     */
    void start(NameSystem names, List<Query> queries) {
        try {
            queries.forEach(query -> items.add(item(names, query)));
        } catch (RemoteLogException e) {
            end();
            throw e;
        }
        due.addAll(items);
        client.setOnCancelHandler(this::end);
        client.setOnCloseHandler(this::end);
        client.setOnReadyHandler(this::resume);
        calls.add(this);
    }

    /** Says that the server is there, if it has said nothing since this was called last. */
    synchronized void beat() {
        beats = !spoke;
        spoke = false;
        resume();
    }

    /** Ends the call. */
    synchronized void endWith(RemoteLogException reason) {
        farewell = reason;
        resume();
    }

    private Item item(NameSystem names, Query query) {
        Item item = new Item(query.getName());
        try {
            item.watch = names.watch(HeadMessages.query(query), item::changed);
        } catch (RemoteLogException e) {
            if (e.reason() == Reason.OVERLOADED) {
                throw e;
            }
            item.watch = new NoWatch(e);
        }
        return item;
    }

    private void end() {
        synchronized (this) {
            ended = true;
            due.clear();
        }
        calls.remove(this);
        items.forEach(Item::close);
    }

    private synchronized void resume() {
        if (!working && hasWork()) {
            working = true;
            calls.execute(this::work);
        }
    }

    /** The caller holds the lock. */
    private boolean hasWork() {
        return !ended && (farewell != null || (client.isReady() && (beats || !due.isEmpty())));
    }

    private void work() {
        for (Optional<CompletionStage<Optional<Content>>> message = next(); message.isPresent(); message = next()) {
            CompletableFuture<Optional<Content>> content = message.get().toCompletableFuture();
            if (!content.isDone()) {
                content.thenAccept(found -> calls.execute(() -> {
                    found.ifPresent(client::onNext);
                    work();
                }));
                return;
            }
            content.join().ifPresent(client::onNext);
        }
    }

    /** What to send next; empty when there is nothing to do now. */
    private synchronized Optional<CompletionStage<Optional<Content>>> next() {
        if (!hasWork()) {
            working = false;
            return Optional.empty();
        }
        if (farewell != null) {
            ended = true;
            client.onError(farewell);
            return Optional.empty();
        }
        Item item = due.poll();
        if (item == null) {
            beats = false;
            return Optional.of(CompletableFuture.completedStage(Optional.of(HEARTBEAT)));
        }
        spoke = true;
        item.isDue = false; // What changes from here on is asked for again.
        return Optional.of(item.answer());
    }

    /** A name that is watched. */
    private final class Item {
        private final String name;
        private @Nullable Watch watch; // Set once, before anything is due.
        private boolean isDue = true; // Guarded by the call.
        private Optional<Reason> told = Optional.empty(); // The failure that the client knows of; used by who works.

        Item(String name) {
            this.name = name;
        }

        void changed() {
            synchronized (WatchCall.this) {
                if (!isDue && !ended) {
                    isDue = true;
                    due.add(this);
                    resume();
                }
            }
        }

        CompletionStage<Optional<Content>> answer() {
            return CompletableFuture.completedStage(watch)
                    .thenCompose(Watch::next)
                    .thenApply(this::found)
                    .exceptionally(this::failed);
        }

        private Optional<Content> found(Optional<Fetched> fetched) {
            told = Optional.empty();
            return fetched.map(HeadMessages::content);
        }

        private Optional<Content> failed(Throwable failure) {
            Optional<Reason> reason = Stages.causeOf(failure) instanceof RemoteLogException refusal
                    ? Optional.of(refusal.reason())
                    : Optional.empty();
            if (reason.equals(Optional.of(Reason.OVERLOADED))) {
                calls.later(this::changed);
                return Optional.empty();
            }
            boolean known = reason.isPresent() && reason.equals(told);
            told = reason;
            return known ? Optional.empty() : Optional.of(messages.failed(name, failure, METHOD));
        }

        void close() {
            if (watch != null) {
                watch.close();
            }
        }
    }

    /** Of what is no name. */
    private record NoWatch(RemoteLogException why) implements Watch {
        @Override
        public CompletionStage<Optional<Fetched>> next() {
            return CompletableFuture.failedFuture(why);
        }

        @Override
        public void close() {}
    }
}
