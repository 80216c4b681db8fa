package org.remotelog.ns.head;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import org.remotelog.format.Name;
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
    private final Watches watches;
    private final HeadStore store;
    private final HeadContents contents;

    /**
     * @param workers for signatures and hashes
     * @param cacheBytes of joined contents to keep in memory
     * @param watches the most at a time
     * @param clock what decides whether a record has expired
     */
    public NameSystem(
            HeadStore store,
            Workers workers,
            Limits limits,
            long cacheBytes,
            int watches,
            InstantSource clock,
            Corruption corruption,
            MeterRegistry meters) {
        this.store = store;
        this.contents = new HeadContents(store, workers, cacheBytes, corruption, meters);
        this.queries = new Queries(store, contents);
        this.watches = new Watches(queries, watches);
        this.updates = new Updates(store, contents, workers, limits, clock, this.watches::changed);
        Gauge.builder("ns.watched.names", this.watches, Watches::count)
                .description("Names that clients watch; one that several watch counts as often")
                .register(meters);
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

    /**
     * Begins to watch a name, also one that nobody has published yet. Close what it returns.
     *
     * @param onChange runs after each change of the head, in any thread; it must not block
     * @throws RemoteLogException MALFORMED_REQUEST, MALFORMED_NAME; OVERLOADED when too much is watched already
     */
    public Watch watch(Query query, Runnable onChange) {
        return watches.begin(query, onChange);
    }

    /**
     * The stored chain of a name.
     *
     * @param from the first sequence, inclusive; unsigned
     * @param withContents whether contents are wanted, where they are still held
     * @throws RemoteLogException MALFORMED_NAME
     */
    public History history(String name, long from, boolean withContents) {
        return new History(store, contents, Field.at("name", () -> Name.parse(name)), from, withContents);
    }
}
