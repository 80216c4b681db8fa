package org.remotelog.ns.head;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import org.remotelog.format.RemoteLogException;
import org.remotelog.ns.store.Corruption;
import org.remotelog.ns.store.Head;
import org.remotelog.ns.store.HeadStore;
import org.remotelog.server.Workers;

/**
 * The name system: one signed, mutable pointer per name, which only the holder of the name's key can move. Any thread may
 * call; no call blocks.
 */
public final class NameSystem {
    private final Updates updates;
    private final Queries queries;

    /**
     * @param workers for signatures and hashes
     * @param cacheBytes of joined contents to keep in memory
     * @param clock what decides whether a record has expired
     */
    public NameSystem(
            HeadStore store,
            Workers workers,
            Limits limits,
            long cacheBytes,
            InstantSource clock,
            Corruption corruption,
            MeterRegistry meters) {
        HeadContents contents = new HeadContents(store, workers, cacheBytes, corruption, meters);
        this.updates = new Updates(store, contents, workers, limits, clock);
        this.queries = new Queries(store, contents);
    }

    /**
     * Moves a name to a new record: one durable compare-and-set. A record that is stored already is success.
     *
     * @return the head that is stored afterwards; fails with {@link HeadMoved} or another {@link RemoteLogException}, and then
     *     nothing is changed
     * @throws RemoteLogException MALFORMED_RECORD, MALFORMED_CONTENT, MALFORMED_REQUEST, MALFORMED_NAME for what shows at once
     */
    public CompletionStage<Head> update(Update update) {
        return updates.update(update);
    }

    /**
     * Answers the head of a name, or what is new about it. An expired head is answered like any other.
     *
     * @return fails with NAME_UNKNOWN, CONTENT_CORRUPT
     * @throws RemoteLogException MALFORMED_REQUEST, MALFORMED_NAME
     */
    public CompletionStage<Fetched> fetch(Query query) {
        return queries.fetch(query);
    }
}
