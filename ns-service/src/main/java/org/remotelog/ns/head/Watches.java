package org.remotelog.ns.head;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.remotelog.format.Name;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.ns.head.Fetched.Kind;
import org.remotelog.ns.store.Head;

/** Who watches which name. Safe for use by many threads. */
final class Watches {
    private final Queries queries;
    private final int limit;
    private final ConcurrentMap<Name, Topic> topics = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /**
     * @param limit the most watches at a time
     */
    Watches(Queries queries, int limit) {
        this.queries = queries;
        this.limit = limit;
    }

    /**
     * Begins to watch a name.
     *
     * @param onChange runs after each change of the head, in any thread; it must not block
     * @throws RemoteLogException MALFORMED_NAME, MALFORMED_REQUEST, OVERLOADED
     */
    Watch begin(Query query, Runnable onChange) {
        Name name = Queries.check(query);
        if (count.incrementAndGet() > limit) {
            count.decrementAndGet();
            throw new RemoteLogException(Reason.OVERLOADED, "this server watches " + limit + " names already");
        }
        WatchOf watch = new WatchOf(name, query, onChange);
        topics.compute(name, (key, present) -> {
            Topic topic = present == null ? new Topic() : present;
            watch.topic = topic;
            topic.watches.add(watch);
            return topic;
        });
        return watch;
    }

    /** Tells those who watch it that a head has changed. */
    void changed(Head head) {
        Topic topic = topics.get(head.name());
        if (topic != null) {
            topic.revision.accumulateAndGet(head.revision(), Math::max);
            topic.watches.forEach(watch -> watch.onChange.run());
        }
    }

    /** How many there are. */
    int count() {
        return count.get();
    }

    /** The watches of one name. */
    private static final class Topic {
        private final Set<WatchOf> watches = ConcurrentHashMap.newKeySet();
        private final AtomicLong revision = new AtomicLong(); // The newest that was told.
        private volatile @Nullable Answer last;
    }

    /** What a watch was answered: most of those that watch a name have seen the same. */
    private record Answer(Query query, Fetched fetched) {}

    private final class WatchOf implements Watch {
        private final Name name;
        private final Runnable onChange;
        private Topic topic = new Topic(); // Until it is in one.
        private Query query; // What the client has seen; this and the next one are used by one thread at a time.
        private @Nullable Head seen; // None before the first head was answered.

        WatchOf(Name name, Query query, Runnable onChange) {
            this.name = name;
            this.query = query;
            this.onChange = onChange;
        }

        @Override
        public CompletionStage<Optional<Fetched>> next() {
            return fetch().thenApply(fetched -> {
                Head before = seen;
                seen = fetched.head();
                if (before != null
                        && (fetched.kind() == Kind.UNCHANGED || fetched.head().equals(before))) {
                    return Optional.empty();
                }
                query = after(fetched);
                return Optional.of(fetched);
            });
        }

        private CompletionStage<Fetched> fetch() {
            Answer last = topic.last;
            if (seen != null
                    && last != null
                    && last.query.equals(query)
                    && last.fetched.head().revision() >= topic.revision.get()) {
                return CompletableFuture.completedFuture(last.fetched);
            }
            Query asked = query;
            return queries.fetch(asked).thenApply(fetched -> {
                topic.last = new Answer(asked, fetched);
                return fetched;
            });
        }

        /** What the client holds then: a head without content is asked for anew, for its content may come later. */
        private Query after(Fetched fetched) {
            Head head = fetched.head();
            boolean same = fetched.kind() == Kind.UNCHANGED;
            long newerThan = same || head.content().isPresent() ? head.sequence() : 0;
            boolean holdsContent = same ? query.acceptPrepend() : head.content().isPresent();
            return new Query(
                    name.toString(), newerThan, holdsContent, head.record().id().hash());
        }

        @Override
        public void close() {
            topics.computeIfPresent(name, (key, present) -> {
                if (present.watches.remove(this)) {
                    count.decrementAndGet();
                }
                return present.watches.isEmpty() ? null : present;
            });
        }
    }
}
