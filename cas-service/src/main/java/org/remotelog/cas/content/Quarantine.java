package org.remotelog.cas.content;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.remotelog.cas.store.SegmentsKey;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.Stages;

/** Where corrupt entries go. */
interface Quarantine {
    /**
     * Takes an entry out of the store.
     *
     * @param segments those that were found corrupt; none of a content that is stored whole
     * @return whether it was corrupt, when it is out of the way or cannot be moved
     */
    CompletionStage<Boolean> take(Address address, Optional<SegmentsKey> segments, Throwable why);

    /** For whoever only looks: leaves everything where it is. */
    static Quarantine none() {
        return (address, segments, why) -> CompletableFuture.completedFuture(true);
    }

    /** Whether a failure means that the entry has to be taken out. */
    static boolean isCorrupt(Throwable failure) {
        return Stages.causeOf(failure) instanceof RemoteLogException refusal
                && refusal.reason() == Reason.CONTENT_CORRUPT;
    }

    /** Passes an outcome on; a corrupt entry is out of the way by then, or cannot be moved. */
    default <T> CompletionStage<T> guard(Address address, Optional<SegmentsKey> segments, CompletionStage<T> outcome) {
        return outcome.exceptionallyCompose(failure -> {
            if (!isCorrupt(failure)) {
                return CompletableFuture.failedFuture(failure);
            }
            return take(address, segments, Stages.causeOf(failure)).thenCompose(moved -> {
                throw new CompletionException(failure);
            });
        });
    }
}
