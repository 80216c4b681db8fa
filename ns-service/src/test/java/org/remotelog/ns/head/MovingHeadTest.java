package org.remotelog.ns.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.format.Name;
import org.remotelog.format.Reason;
import org.remotelog.format.RecordId;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.SignedRecord;
import org.remotelog.ns.Draft;
import org.remotelog.ns.TestKey;
import org.remotelog.ns.rocksdb.RocksHeadStore;
import org.remotelog.ns.store.Corruption;
import org.remotelog.ns.store.Head;
import org.remotelog.ns.store.HeadChange;
import org.remotelog.ns.store.HeadStore;
import org.remotelog.ns.store.HeldContent;
import org.remotelog.ns.store.StoredRecord;
import org.remotelog.server.ErrorMapper;
import org.remotelog.server.ServerConfig;
import org.remotelog.server.ServiceContext;
import org.remotelog.server.Workers;

/** Somebody else is faster: the head moves between the look at it and what is done about it. */
class MovingHeadTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir
    Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Workers workers = new Workers("test-worker", 4, 256);
    private final TestKey key = new TestKey();
    private RocksHeadStore engine;
    private Interposed store;
    private NameSystem names;

    /** What comes in between is asked of the same store, through a system of its own. */
    private NameSystem others;

    @BeforeEach
    void open() {
        Corruption corruption = new Corruption(meters);
        engine = RocksHeadStore.open(
                new ServiceContext(
                        ServerConfig.onFreePorts(directory), meters, workers, new ErrorMapper(new Random(1))),
                corruption);
        store = new Interposed(engine);
        names = new NameSystem(store, workers, Limits.DEFAULT, 0, 0, () -> NOW, corruption, new SimpleMeterRegistry());
        others =
                new NameSystem(engine, workers, Limits.DEFAULT, 0, 0, () -> NOW, corruption, new SimpleMeterRegistry());
    }

    @AfterEach
    void close() {
        engine.close();
        workers.close();
    }

    private Draft draft(long sequence, RecordId previous, String content) {
        return Draft.chained(key, sequence, previous, bytes(content));
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private Update update(SignedRecord record, String content, boolean prepend) {
        return new Update(
                key.name().toString(),
                record.envelope(),
                Optional.of(bytes(content)),
                prepend,
                List.of(),
                ByteString.EMPTY);
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private Fetched fetch(NameSystem system) {
        return get(system.fetch(new Query(key.name().toString(), 0, false, ByteString.EMPTY)));
    }

    @Test
    void anUpdateThatIsLateIsRefusedWithTheHeadThatCameFirst() {
        SignedRecord mine = draft(1, RecordId.NONE, "mine").record();
        SignedRecord theirs = draft(1, RecordId.NONE, "theirs").record();
        store.beforeStep(() -> get(others.update(update(theirs, "theirs", false))));
        CompletionException failure =
                catchThrowableOfType(CompletionException.class, () -> get(names.update(update(mine, "mine", false))));
        assertThat(failure.getCause()).isInstanceOfSatisfying(HeadMoved.class, moved -> {
            assertThat(moved.head().record().id()).isEqualTo(theirs.id());
            assertThat(moved.content()).contains(bytes("theirs"));
        });
        assertThat(fetch(names).data()).isEqualTo(bytes("theirs"));
    }

    @Test
    void anUpdateThatStillFitsIsDecidedAnew() {
        SignedRecord first = draft(1, RecordId.NONE, "a").record();
        SignedRecord second = draft(2, first.id(), "ba").record();
        get(others.update(withoutContent(first)));
        store.beforeStep(() -> get(others.update(update(first, "a", false)))); // The head's content comes in between.
        get(names.update(withoutContent(second)));
        assertThat(fetch(names).head().record().id()).isEqualTo(second.id());
        assertThat(store.steps).isEqualTo(2);
    }

    @Test
    void theSameUpdateFromTwoCallersIsSuccessForBoth() {
        SignedRecord first = draft(1, RecordId.NONE, "a").record();
        store.beforeStep(() -> get(others.update(update(first, "a", false))));
        assertThat(get(names.update(update(first, "a", false))).record().id()).isEqualTo(first.id());
        assertThat(store.steps).isEqualTo(1);
    }

    @Test
    void anAppendWhoseStackGoesAwayIsDecidedAnew() {
        SignedRecord first = draft(1, RecordId.NONE, "a").record();
        SignedRecord second = draft(2, first.id(), "ba").record();
        SignedRecord other = draft(2, first.id(), "x").record();
        get(others.update(update(first, "a", false)));
        store.beforePieces(() -> get(others.update(update(other, "x", false))));
        CompletionException failure =
                catchThrowableOfType(CompletionException.class, () -> get(names.update(update(second, "b", true))));
        assertThat(failure.getCause())
                .isInstanceOfSatisfying(
                        RemoteLogException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(Reason.HEAD_MOVED));
        assertThat(meters.get("ns.corrupt").counter().count()).isZero();
    }

    @Test
    void aReaderWhoseStackGoesAwayGetsTheNextHead() {
        SignedRecord first = draft(1, RecordId.NONE, "a").record();
        SignedRecord second = draft(2, first.id(), "x").record();
        get(others.update(update(first, "a", false)));
        store.beforePieces(() -> get(others.update(update(second, "x", false))));
        Fetched fetched = fetch(names);
        assertThat(fetched.head().record().id()).isEqualTo(second.id());
        assertThat(fetched.data()).isEqualTo(bytes("x"));
    }

    @Test
    void aFailureOfTheStoreIsNoRefusal() {
        store.beforeStep(() -> {
            throw new IllegalStateException("the network");
        });
        SignedRecord first = draft(1, RecordId.NONE, "a").record();
        CompletionException failure =
                catchThrowableOfType(CompletionException.class, () -> get(names.update(update(first, "a", false))));
        assertThat(failure.getCause()).hasMessage("the network");
        get(names.update(update(first, "a", false)));
        assertThat(fetch(names).data()).isEqualTo(bytes("a"));
    }

    private Update withoutContent(SignedRecord record) {
        return new Update(
                key.name().toString(), record.envelope(), Optional.empty(), false, List.of(), ByteString.EMPTY);
    }

    /** Lets something happen before the next step, or the next look at pieces. */
    private static final class Interposed implements HeadStore {
        private final HeadStore store;
        private final Deque<Runnable> beforeSteps = new ArrayDeque<>();
        private final Deque<Runnable> beforePieces = new ArrayDeque<>();
        private int steps;

        Interposed(HeadStore store) {
            this.store = store;
        }

        void beforeStep(Runnable event) {
            beforeSteps.add(event);
        }

        void beforePieces(Runnable event) {
            beforePieces.add(event);
        }

        @Override
        public CompletionStage<Optional<Head>> head(Name name) {
            return store.head(name);
        }

        @Override
        public CompletionStage<List<StoredRecord>> records(Name name, long from, int limit) {
            return store.records(name, from, limit);
        }

        @Override
        public CompletionStage<List<ByteString>> pieces(Name name, HeldContent content) {
            return after(beforePieces, () -> store.pieces(name, content));
        }

        @Override
        public CompletionStage<Optional<Head>> compareAndSet(HeadChange change) {
            steps++;
            return after(beforeSteps, () -> store.compareAndSet(change));
        }

        private static <T> CompletionStage<T> after(Deque<Runnable> events, Supplier<CompletionStage<T>> call) {
            Optional<Runnable> event = Optional.ofNullable(events.poll());
            return CompletableFuture.runAsync(event.orElse(() -> {})).thenCompose(done -> call.get());
        }
    }
}
