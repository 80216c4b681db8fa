package org.remotelog.ns.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.format.Reason;
import org.remotelog.format.RecordId;
import org.remotelog.format.RemoteLogException;
import org.remotelog.ns.Draft;
import org.remotelog.ns.TestKey;
import org.remotelog.ns.rocksdb.RocksHeadStore;
import org.remotelog.ns.store.Corruption;
import org.remotelog.ns.store.Head;
import org.remotelog.server.ErrorMapper;
import org.remotelog.server.ServerConfig;
import org.remotelog.server.ServiceContext;
import org.remotelog.server.Workers;

/** More updates than can be worked on. */
class OverloadTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Workers workers = new Workers("test-worker", 1, 100);
    private final CountDownLatch free = new CountDownLatch(1);
    private RocksHeadStore store;
    private NameSystem names;

    @BeforeEach
    void openWithWorkersThatAreBusy() {
        Corruption corruption = new Corruption(meters);
        ServiceContext context = new ServiceContext(
                ServerConfig.onFreePorts(directory), meters, workers, new ErrorMapper(new Random(1)));
        store = RocksHeadStore.open(context, corruption);
        names = new NameSystem(store, workers, Limits.DEFAULT, 0, 0, () -> NOW, corruption, meters);
        var unused = workers.submit(() -> {
            try {
                free.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        });
    }

    @AfterEach
    void close() {
        free.countDown();
        workers.close();
        store.close();
    }

    private CompletableFuture<Head> send(int bytes) {
        ByteString content = ByteString.copyFrom(new byte[bytes]);
        TestKey key = new TestKey();
        ByteString envelope =
                Draft.chained(key, 1, RecordId.NONE, content).record().envelope();
        return names.update(new Update(
                        key.name().toString(), envelope, Optional.of(content), false, List.of(), ByteString.EMPTY))
                .toCompletableFuture();
    }

    private static void assertOverloaded(CompletableFuture<Head> update) {
        assertThat(update).isDone();
        CompletionException failure = catchThrowableOfType(CompletionException.class, update::join);
        assertThat(failure.getCause())
                .isInstanceOfSatisfying(
                        RemoteLogException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(Reason.OVERLOADED));
    }

    @Test
    void updatesThatWaitAreBoundedInBytes() {
        List<CompletableFuture<Head>> waiting = new ArrayList<>();
        for (int i = 0; i < 63; i++) {
            waiting.add(send(MEBIBYTE));
        }
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        assertOverloaded(send(MEBIBYTE));
        waiting.add(send(100)); // What is short still finds room.
        free.countDown();
        assertThat(waiting)
                .allSatisfy(update -> assertThat(update.join().sequence()).isEqualTo(1));
        assertThat(send(MEBIBYTE).join().sequence()).isEqualTo(1);
    }

    @Test
    void updatesThatWaitAreBoundedInNumber() {
        List<CompletableFuture<Head>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(send(1));
        }
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        assertOverloaded(send(1));
        free.countDown();
        assertThat(waiting)
                .allSatisfy(update -> assertThat(update.join().sequence()).isEqualTo(1));
    }
}
