package org.remotelog.ns.head;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** One client's eye on one name. Used by one thread at a time. */
public interface Watch extends AutoCloseable {
    /**
     * The head as it is now, or what is new about it since the last answer. The first answer is that of {@link
     * NameSystem#fetch}; later ones are empty when nothing has changed. What changes while this runs is told after it.
     *
     * @return fails with NAME_UNKNOWN, CONTENT_CORRUPT, OVERLOADED, and then the next call asks the same again
     */
    CompletionStage<Optional<Fetched>> next();

    /** Ends it. */
    @Override
    void close();
}
