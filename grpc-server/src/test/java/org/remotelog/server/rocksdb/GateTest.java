package org.remotelog.server.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.Workers;

class GateTest {
    private static final Column HEADS = new Column("heads", Column.Values.SMALL);
    private static final Column CONTENTS = new Column("contents", Column.Values.CONTENTS);
    private static final ByteString KEY = ByteString.copyFromUtf8("key");
    private static final ByteString END = ByteString.copyFromUtf8("z");

    @TempDir
    Path directory;

    /** Without the gate this does not fail: it takes the JVM down. */
    @RepeatedTest(10)
    void whoeverUsesTheStoreWhileItClosesIsServedOrTurnedAway() throws Exception {
        Workers workers = new Workers("test-worker", 2, 10_000);
        RocksEngine engine = RocksEngine.open(
                new RocksConfig(directory, new DataFormat("test", 1), List.of(HEADS, CONTENTS), TestStores.SMALL),
                workers,
                new SimpleMeterRegistry());
        List<Supplier<CompletionStage<?>>> uses = List.of(
                () -> engine.get(HEADS, KEY),
                () -> engine.read(view -> view.scan(CONTENTS, ByteString.EMPTY, END, 100)),
                () -> engine.read(view -> view.get(CONTENTS, KEY)),
                () -> engine.commit(1, batch -> {
                    batch.put(CONTENTS, KEY, KEY);
                    return batch.scan(CONTENTS, ByteString.EMPTY, END, 100);
                }));
        AtomicInteger served = new AtomicInteger();
        List<Throwable> unexpected = new ArrayList<>();
        List<Thread> users = uses.stream()
                .map(use -> new Thread(() -> useUntilTurnedAway(use, served, unexpected)))
                .toList();
        users.forEach(Thread::start);
        while (served.get() < 200) {
            Thread.onSpinWait();
        }
        engine.close();
        for (Thread user : users) {
            user.join(10_000);
            assertThat(user.isAlive()).isFalse();
        }
        workers.close();
        assertThat(unexpected).isEmpty();
    }

    private static void useUntilTurnedAway(
            Supplier<CompletionStage<?>> use, AtomicInteger served, List<Throwable> unexpected) {
        while (true) {
            try {
                use.get().toCompletableFuture().join();
                served.incrementAndGet();
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof RemoteLogException refusal) || refusal.reason() != Reason.DRAINING) {
                    synchronized (unexpected) {
                        unexpected.add(e);
                    }
                }
                return;
            }
        }
    }
}
