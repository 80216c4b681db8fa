package org.remotelog.ns.head;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.remotelog.format.Name;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.SignedRecord;
import org.remotelog.ns.store.Head;
import org.remotelog.ns.store.HeadChange;
import org.remotelog.ns.store.HeadStore;
import org.remotelog.server.Stages;
import org.remotelog.server.Workers;

/**
 * Moves names: verifies an update, decides on the head as it is, and asks the store for one compare-and-set. When the head
 * moves in between, it decides anew. What costs time (signatures, hashes) runs on workers; the store's atomic step only
 * compares.
 */
final class Updates {
    /** A longer content would not fit beside the refusal, whose size is bounded. */
    private static final int SHORT_CONTENT_BYTES = 4096;

    private final HeadStore store;
    private final HeadContents contents;
    private final Workers workers;
    private final Limits limits;
    private final InstantSource clock;

    Updates(HeadStore store, HeadContents contents, Workers workers, Limits limits, InstantSource clock) {
        this.store = store;
        this.contents = contents;
        this.workers = workers;
        this.limits = limits;
        this.clock = clock;
    }

    CompletionStage<Head> update(Update update) {
        Name name = SignedUpdate.checkSizes(update, limits);
        return workers.begin(true, () -> decide(SignedUpdate.verify(name, update)))
                .exceptionallyCompose(this::withContent);
    }

    private CompletionStage<Head> decide(SignedUpdate update) {
        return store.head(update.record().name()).thenCompose(head -> decide(update, head));
    }

    private CompletionStage<Head> decide(SignedUpdate update, Optional<Head> head) {
        SignedRecord record = update.record();
        return new StoredChain(head)
                .read(store, record.sequence(), record.sequence())
                .thenCompose(chain -> {
                    boolean known = chain.has(record);
                    if (!known) {
                        checkNotExpired(record);
                    }
                    return missingAncestors(update, chain)
                            .thenCompose(missing -> known
                                    ? confirm(update, head.orElseThrow(), missing)
                                    : succeed(update, head, missing));
                });
    }

    private CompletionStage<List<SignedRecord>> missingAncestors(SignedUpdate update, StoredChain chain) {
        Succession.checkGaps(update, chain);
        List<SignedRecord> notAbove = update.ancestors().stream()
                .filter(ancestor -> !chain.isOlderThan(ancestor))
                .toList();
        CompletionStage<StoredChain> read = notAbove.isEmpty()
                ? CompletableFuture.completedFuture(chain)
                : chain.read(
                        store,
                        Math.max(0, notAbove.get(0).sequence() - 1),
                        notAbove.get(notAbove.size() - 1).sequence() + 1);
        return read.thenApply(around -> new Succession(update, around).missingAncestors());
    }

    /** The record is new: it becomes the head. */
    private CompletionStage<Head> succeed(SignedUpdate update, Optional<Head> head, List<SignedRecord> missing) {
        long revision = HeadChange.revisionAfter(head);
        return nextContent(update, head, revision).thenCompose(next -> {
            if (next.isEmpty()) {
                return decide(update);
            }
            NextContent content = next.get();
            Head moved = new Head(revision, update.record(), content.held());
            return commit(update, new HeadChange(head, moved, missing, content.piece()), content.joined());
        });
    }

    /** The record is stored already: what may be missing is its content, or ancestors. */
    private CompletionStage<Head> confirm(SignedUpdate update, Head head, List<SignedRecord> missing) {
        return missingContent(update, head).thenCompose(content -> {
            if (content.piece().isEmpty() && missing.isEmpty()) {
                return CompletableFuture.completedFuture(head);
            }
            Head completed = new Head(head.revision() + 1, head.record(), content.held());
            HeadChange change = new HeadChange(Optional.of(head), completed, missing, content.piece());
            return commit(update, change, content.joined());
        });
    }

    private CompletionStage<Head> commit(SignedUpdate update, HeadChange change, Optional<ByteString> joined) {
        return store.compareAndSet(change).thenCompose(now -> {
            if (!now.equals(Optional.of(change.next()))) {
                return workers.begin(true, () -> decide(update, now));
            }
            joined.ifPresent(content -> contents.remember(change.next(), content));
            return CompletableFuture.completedFuture(change.next());
        });
    }

    /** Empty when the head has moved on meanwhile. */
    private CompletionStage<Optional<NextContent>> nextContent(
            SignedUpdate update, Optional<Head> stored, long revision) {
        SignedRecord record = update.record();
        if (update.content().isEmpty()) {
            boolean sameValue = stored.filter(head -> head.record().value().equals(record.value()))
                    .isPresent();
            return completed(sameValue ? NextContent.kept(stored.flatMap(Head::content)) : NextContent.ABSENT);
        }
        ByteString content = update.content().get();
        if (!update.prepend() || stored.isEmpty()) { // On a new name there is nothing to put it in front of.
            return completed(NextContent.whole(content, record, revision));
        }
        Head head = stored.get();
        if (head.content().isEmpty()) {
            throw contentAbsent(head);
        }
        return contents.joined(head)
                .thenApply(joined -> joined.map(old ->
                        NextContent.prepended(content, old, head.content().get(), record, revision, limits)));
    }

    /**
     * Records are public, so that somebody else may have brought the head without its content; and what is damaged here is
     * mended by whoever has it.
     */
    private CompletionStage<NextContent> missingContent(SignedUpdate update, Head head) {
        NextContent kept = NextContent.kept(head.content());
        if (update.content().isEmpty()
                || !update.record().id().equals(head.record().id())) {
            return CompletableFuture.completedFuture(kept);
        }
        if (head.content().isEmpty()) {
            return CompletableFuture.completedFuture(bring(update, head));
        }
        return contents.joined(head).handle((joined, failure) -> {
            if (failure == null) {
                return kept;
            }
            if (Stages.causeOf(failure) instanceof RemoteLogException e && e.reason() == Reason.CONTENT_CORRUPT) {
                return bring(update, head);
            }
            throw new CompletionException(Stages.causeOf(failure));
        });
    }

    private static NextContent bring(SignedUpdate update, Head head) {
        ByteString content = update.content().orElseThrow();
        if (update.prepend() && !NextContent.matches(head.record(), content)) {
            throw contentAbsent(head);
        }
        return NextContent.whole(content, head.record(), head.revision() + 1);
    }

    private void checkNotExpired(SignedRecord record) {
        Instant now = clock.instant();
        if (record.isExpiredAt(now)) {
            throw new RemoteLogException(
                            Reason.RECORD_EXPIRED,
                            "the record was valid until " + record.validity() + ", now is " + now)
                    .at("record")
                    .with("server_time", now.toString());
        }
    }

    private CompletionStage<Head> withContent(Throwable failure) {
        Throwable cause = Stages.causeOf(failure);
        if (cause instanceof HeadMoved moved
                && moved.head()
                        .content()
                        .filter(held -> held.extent().length() <= SHORT_CONTENT_BYTES)
                        .isPresent()) {
            return contents.joined(moved.head())
                    .exceptionally(unreadable -> Optional.empty()) // The head itself is answer enough.
                    .thenApply(joined -> {
                        throw joined.map(moved::with).orElse(moved);
                    });
        }
        return CompletableFuture.failedFuture(cause);
    }

    private static CompletionStage<Optional<NextContent>> completed(NextContent next) {
        return CompletableFuture.completedFuture(Optional.of(next));
    }

    private static RemoteLogException contentAbsent(Head head) {
        return new RemoteLogException(
                        Reason.CONTENT_ABSENT,
                        "the content of the head, #" + head.sequence()
                                + ", is not here: send the new content as a whole")
                .at("content");
    }
}
