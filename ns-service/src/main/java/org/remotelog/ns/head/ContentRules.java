package org.remotelog.ns.head;

import com.google.protobuf.ByteString;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.ns.store.Head;
import org.remotelog.server.Stages;

/** What becomes of a head's content: kept, brought as a whole, put in front of, or left to the CAS. */
final class ContentRules {
    private final HeadContents contents;
    private final Limits limits;

    ContentRules(HeadContents contents, Limits limits) {
        this.contents = contents;
        this.limits = limits;
    }

    /**
     * The content of the head that an update makes.
     *
     * @param revision of that head
     * @return empty when the stored head has moved on meanwhile; fails with CONTENT_ABSENT, CONTENT_MISMATCH,
     *     MALFORMED_CONTENT, CONTENT_CORRUPT
     */
    CompletionStage<Optional<NextContent>> next(SignedUpdate update, Optional<Head> stored, long revision) {
        if (update.content().isEmpty()) {
            return completed(withoutContent(update, stored));
        }
        ByteString content = update.content().get();
        if (!update.prepend() || stored.isEmpty()) { // On a new name there is nothing to put it in front of.
            return completed(NextContent.whole(content, update.record(), revision));
        }
        Head head = stored.get();
        if (head.content().isEmpty()) {
            throw contentAbsent(head);
        }
        return contents.joined(head)
                .thenApply(joined -> joined.map(old ->
                        NextContent.prepended(content, old, head.content().get(), update.record(), revision, limits)));
    }

    /**
     * The content of a head whose record an update brings again. Records are public, so that somebody else may have brought
     * it without its content; and what is damaged here is mended by whoever has it.
     *
     * @return fails with CONTENT_ABSENT, CONTENT_MISMATCH
     */
    CompletionStage<NextContent> missing(SignedUpdate update, Head head) {
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
            throw new CompletionException(failure);
        });
    }

    private static NextContent withoutContent(SignedUpdate update, Optional<Head> stored) {
        boolean sameValue = stored.filter(
                        head -> head.record().value().equals(update.record().value()))
                .isPresent();
        return sameValue ? NextContent.kept(stored.flatMap(Head::content)) : NextContent.ABSENT;
    }

    private static NextContent bring(SignedUpdate update, Head head) {
        ByteString content = update.content().orElseThrow();
        if (update.prepend() && !NextContent.matches(head.record(), content)) {
            throw contentAbsent(head);
        }
        return NextContent.whole(content, head.record(), head.revision() + 1);
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
