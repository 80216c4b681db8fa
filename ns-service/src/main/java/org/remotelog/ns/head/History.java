package org.remotelog.ns.head;

import com.google.protobuf.ByteString;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.remotelog.format.Name;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.SignedRecord;
import org.remotelog.ns.store.Head;
import org.remotelog.ns.store.HeadStore;
import org.remotelog.ns.store.HeldContent;
import org.remotelog.ns.store.HeldContent.Extent;
import org.remotelog.ns.store.StoredRecord;

/**
 * A walk along the stored chain of a name, oldest first, one record at a time: nothing is held between two. As an iterator
 * it says from which sequence on to look for the next one. Used by one thread at a time.
 */
public final class History implements Iterator<Long> {
    private final HeadStore store;
    private final HeadContents contents;
    private final Name name;
    private final boolean withContents;
    private long next;
    private boolean started;
    private boolean ended;

    /**
     * A record of the chain.
     *
     * @param missing how many records right before it are not stored here
     * @param content what the record names; empty when it was not asked for or is not held any more
     */
    public record Link(SignedRecord record, long missing, ByteString content) {}

    History(HeadStore store, HeadContents contents, Name name, long from, boolean withContents) {
        this.store = store;
        this.contents = contents;
        this.name = name;
        this.next = from;
        this.withContents = withContents;
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public Long next() {
        if (ended) {
            throw new NoSuchElementException();
        }
        return next;
    }

    /**
     * The first record from a sequence on, which {@link #next} named; empty at the end.
     *
     * @return fails with NAME_UNKNOWN, CONTENT_CORRUPT
     */
    public CompletionStage<Optional<Link>> find(long from) {
        return store.records(name, from, 1)
                .thenCompose(found -> found.isEmpty()
                        ? end()
                        : content(found.get(0))
                                .thenApply(
                                        content -> Optional.of(link(found.get(0).record(), from, content))));
    }

    private Link link(SignedRecord record, long from, ByteString content) {
        started = true;
        next = record.sequence() + 1;
        // What another IPNS tool numbers as it likes has no place in a chain, and nothing is missing before it.
        long missing = record.isChained() ? record.sequence() - Math.max(from, 1) : 0;
        return new Link(record, missing, content);
    }

    private CompletionStage<Optional<Link>> end() {
        ended = true;
        if (started) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return store.head(name).thenApply(head -> {
            if (head.isEmpty()) {
                throw new RemoteLogException(Reason.NAME_UNKNOWN, "nothing was published under " + name + " here")
                        .at("name");
            }
            return Optional.empty();
        });
    }

    /** Held is the content of the head alone; an older one is its end, if it grew out of that by prepending. */
    private CompletionStage<ByteString> content(StoredRecord stored) {
        if (!withContents || stored.extent().isEmpty()) {
            return CompletableFuture.completedFuture(ByteString.EMPTY);
        }
        Extent extent = stored.extent().get();
        return store.head(name)
                .thenCompose(head -> head.filter(newest -> grewOutOf(newest, extent))
                        .map(newest -> contents.joined(newest)
                                .thenCompose(joined -> joined.map(content -> CompletableFuture.completedStage(
                                                content.substring(content.size() - extent.length())))
                                        .orElseGet(() -> content(stored)))) // The head has moved on.
                        .orElseGet(() -> CompletableFuture.completedFuture(ByteString.EMPTY)));
    }

    private static boolean grewOutOf(Head head, Extent extent) {
        return head.content()
                .map(HeldContent::extent)
                .filter(newest -> newest.lineage() == extent.lineage())
                .isPresent();
    }
}
