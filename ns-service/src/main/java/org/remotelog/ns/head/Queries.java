package org.remotelog.ns.head;

import com.google.protobuf.ByteString;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.remotelog.format.Name;
import org.remotelog.format.Reason;
import org.remotelog.format.RecordId;
import org.remotelog.format.RemoteLogException;
import org.remotelog.ns.head.Fetched.Kind;
import org.remotelog.ns.store.Head;
import org.remotelog.ns.store.HeadStore;
import org.remotelog.ns.store.HeldContent;
import org.remotelog.ns.store.HeldContent.Extent;
import org.remotelog.ns.store.StoredRecord;

/** Answers where a name points, with as little of its content as the reader needs. */
final class Queries {
    private final HeadStore store;
    private final HeadContents contents;

    Queries(HeadStore store, HeadContents contents) {
        this.store = store;
        this.contents = contents;
    }

    CompletionStage<Fetched> fetch(Query query) {
        return fetch(check(query), query, seen(query));
    }

    /**
     * The name that is asked for.
     *
     * @throws RemoteLogException MALFORMED_REQUEST, MALFORMED_NAME
     */
    static Name check(Query query) {
        seen(query);
        return Field.at("name", () -> Name.parse(query.name()));
    }

    private static Optional<RecordId> seen(Query query) {
        return Field.recordId("record_id", query.recordId());
    }

    private CompletionStage<Fetched> fetch(Name name, Query query, Optional<RecordId> seen) {
        return store.head(name).thenCompose(found -> {
            Head head = found.orElseThrow(
                    () -> new RemoteLogException(Reason.NAME_UNKNOWN, "nothing was published under " + name + " here")
                            .at("name"));
            boolean same = seen.filter(id -> !id.equals(head.record().id())).isEmpty();
            if (query.newerThan() > 0 && query.newerThan() == head.sequence() && same) {
                return CompletableFuture.completedFuture(new Fetched(head, Kind.UNCHANGED, ByteString.EMPTY));
            }
            if (head.content().isEmpty()) {
                return CompletableFuture.completedFuture(new Fetched(head, Kind.WHOLE, ByteString.EMPTY));
            }
            HeldContent held = head.content().get();
            return held(head, query, seen)
                    .thenCompose(known -> contents.joined(head)
                            .thenCompose(joined -> joined.map(content ->
                                            CompletableFuture.completedStage(answer(head, held, content, known)))
                                    .orElseGet(() -> fetch(name, query, seen))));
        });
    }

    /** The extent of the content that the reader holds, as far as that is stored. */
    private CompletionStage<Optional<Extent>> held(Head head, Query query, Optional<RecordId> seen) {
        long newerThan = query.newerThan(); // Unsigned: negative is more than any sequence.
        if (!query.acceptPrepend() || newerThan <= 0 || newerThan >= head.sequence()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return store.records(head.name(), newerThan, 1)
                .thenApply(records -> records.stream()
                        .filter(stored -> stored.record().sequence() == newerThan)
                        .filter(stored -> seen.filter(
                                        id -> !id.equals(stored.record().id()))
                                .isEmpty())
                        .findFirst()
                        .flatMap(StoredRecord::extent));
    }

    private static Fetched answer(Head head, HeldContent held, ByteString content, Optional<Extent> known) {
        return known.filter(extent -> extent.lineage() == held.extent().lineage())
                .map(extent -> new Fetched(head, Kind.IN_FRONT, content.substring(0, content.size() - extent.length())))
                .orElseGet(() -> new Fetched(head, Kind.WHOLE, content));
    }
}
