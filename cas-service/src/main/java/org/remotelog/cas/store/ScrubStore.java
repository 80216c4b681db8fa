package org.remotelog.cas.store;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Remembers how far the scrubber is. Threads, failures: as {@link ContentStore}. */
public interface ScrubStore {
    /** What was saved last. */
    CompletionStage<Optional<ScrubProgress>> load();

    /** Completes when it is durable. */
    CompletionStage<Void> save(ScrubProgress progress);
}
