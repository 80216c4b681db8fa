package org.remotelog.server.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.server.Workers;

/** What is deleted leaves the disk, without anybody asking for it. */
class ReclaimedSpaceTest {
    private static final Column CONTENTS = new Column("contents", Column.Values.CONTENTS);
    private static final int CONTENT_BYTES = 100_000;
    private static final int MANY = 400;
    private static final int OTHERS = 50_000;

    @TempDir
    Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Workers workers = new Workers("test-worker", 2, 64);
    private RocksEngine engine;

    @AfterEach
    void close() {
        engine.close();
        workers.close();
    }

    @Test
    void theFilesOfDeletedContentsGo() throws Exception {
        engine = open();
        write(0, MANY, CONTENT_BYTES);
        write(MANY, OTHERS, 10); // So that what is deleted is a small part of what there is.
        engine.close();
        engine = open();
        double before = diskBytes();
        assertThat(before).isGreaterThan(MANY * CONTENT_BYTES * 0.9);
        commit(batch -> {
            for (int i = 0; i < MANY; i++) {
                batch.delete(CONTENTS, key(i));
            }
        });
        write(MANY + OTHERS, MANY / 4, CONTENT_BYTES); // Brings the deletions from memory to a table.
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(diskBytes()).isLessThan(before / 2));
    }

    private RocksEngine open() {
        return RocksEngine.open(
                new RocksConfig(directory, new DataFormat("test", 1), List.of(CONTENTS), TestStores.SMALL),
                workers,
                meters);
    }

    private void write(int first, int number, int bytes) throws Exception {
        int together = Math.max(1, 100_000 / bytes);
        for (int i = first; i < first + number; i += together) {
            int from = i;
            int to = Math.min(i + together, first + number);
            commit(batch -> {
                for (int key = from; key < to; key++) {
                    byte[] content = new byte[bytes];
                    new Random(key).nextBytes(content);
                    batch.put(CONTENTS, key(key), ByteString.copyFrom(content));
                }
            });
        }
    }

    private void commit(Consumer<Batch> writes) throws Exception {
        engine.commit(CONTENT_BYTES, batch -> {
                    writes.accept(batch);
                    return true;
                })
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private double diskBytes() {
        return meters.get("store.disk").gauge().value();
    }

    private static ByteString key(int number) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
    }
}
