package org.remotelog.ns.head;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

    /** The requests of updates in progress stay in memory: 64 MiB are some 60 of the longest, or all that the workers take. */
    private static final long MAX_BYTES_IN_PROGRESS = 64 << 20;

    private final HeadStore store;
    private final HeadContents contents;
    private final ContentRules rules;
    private final Workers workers;
    private final Limits limits;
    private final InstantSource clock;
    private final Consumer<Head> changed;
    private final AtomicLong bytesInProgress = new AtomicLong();

    /**
     * @param changed is told each new head, in any order, before whoever moved it is answered
     */
    Updates(
            HeadStore store,
            HeadContents contents,
            Workers workers,
            Limits limits,
            InstantSource clock,
            Consumer<Head> changed) {
        this.store = store;
        this.contents = contents;
        this.rules = new ContentRules(contents, limits);
        this.workers = workers;
        this.limits = limits;
        this.clock = clock;
        this.changed = changed;
    }

    CompletionStage<Head> update(Update update) {
        Name name = SignedUpdate.checkSizes(update, limits);
        return admitted(update.bytes(), () -> decide(SignedUpdate.verify(name, update)))
                .exceptionallyCompose(this::withContent);
    }

    private CompletionStage<Head> admitted(long bytes, Supplier<CompletionStage<Head>> work) {
        long others = bytesInProgress.getAndAdd(bytes);
        CompletionStage<Head> outcome = others > 0 && others + bytes > MAX_BYTES_IN_PROGRESS
                ? CompletableFuture.failedFuture(
                        new RemoteLogException(Reason.OVERLOADED, "too many updates are in progress at this server"))
                : workers.begin(true, work);
        return outcome.whenComplete((head, failure) -> bytesInProgress.addAndGet(-bytes));
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
                : chain.readAround(
                        store,
                        notAbove.get(0).sequence(),
                        notAbove.get(notAbove.size() - 1).sequence());
        return read.thenApply(around -> new Succession(update, around).missingAncestors());
    }

    /** The record is new: it becomes the head. */
    private CompletionStage<Head> succeed(SignedUpdate update, Optional<Head> head, List<SignedRecord> missing) {
        long revision = HeadChange.revisionAfter(head);
        return rules.next(update, head, revision).thenCompose(next -> {
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
        return rules.missing(update, head).thenCompose(content -> {
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
            changed.accept(change.next());
            return CompletableFuture.completedFuture(change.next());
        });
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
}
