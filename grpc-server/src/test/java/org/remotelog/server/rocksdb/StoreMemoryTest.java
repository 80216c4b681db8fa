package org.remotelog.server.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.server.StoreConfig;
import org.remotelog.server.Workers;

/** The store's memory is as large as its option says, whatever is written and read. */
class StoreMemoryTest {
    private static final Column SIZES = new Column("sizes", Column.Values.SMALL);
    private static final Column CONTENTS = new Column("contents", Column.Values.CONTENTS);
    private static final Column OTHERS = new Column("others", Column.Values.CONTENTS);
    private static final int CONTENT_BYTES = 100_000;

    @TempDir
    Path directory;

    private final Workers workers = new Workers("test-worker", 2, 64);
    private SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private RocksEngine engine;

    @BeforeEach
    void open() {
        meters = new SimpleMeterRegistry();
        engine = RocksEngine.open(
                new RocksConfig(
                        directory, new DataFormat("test", 1), List.of(SIZES, CONTENTS, OTHERS), TestStores.SMALL),
                workers,
                meters);
    }

    @AfterEach
    void close() {
        engine.close();
        workers.close();
    }

    @Test
    void writingAndReadingMoreThanTheMemoryHoldsStaysWithinIt() throws Exception {
        int entries = 1000; // 100 MB of contents, six times the memory.
        for (int i = 0; i < entries; i++) {
            write(i % 2 == 0 ? CONTENTS : OTHERS, i);
            if (i % 100 == 0) {
                assertBounded();
            }
        }
        engine.close();
        open();
        for (int i = 0; i < entries; i++) {
            assertThat(await(i % 2 == 0 ? CONTENTS : OTHERS, i)).isEqualTo(content(i));
        }
        assertBounded();
        assertThat(bytes("contents")).isGreaterThan(StoreConfig.MIN_MEMORY / 8.0);
    }

    @Test
    void whatWasReadFromABlobFileOnceIsReadFromMemory() throws Exception {
        write(CONTENTS, 1);
        engine.close();
        open();
        assertThat(readerOf(1).getName()).startsWith("test-worker-");
        assertThat(readerOf(1)).isSameAs(Thread.currentThread());
        assertThat(bytes("contents")).isGreaterThan(CONTENT_BYTES);
    }

    @Test
    void aClosedStoreSaysNothing() {
        engine.close();
        assertThat(bytes("blocks")).isNaN();
    }

    private void assertBounded() {
        double all = Stream.of("blocks", "contents", "write_buffers", "tables")
                .mapToDouble(this::bytes)
                .sum();
        assertThat(bytes("write_buffers")).isPositive();
        assertThat(meters.get("store.memory.limit").gauge().value()).isEqualTo(StoreConfig.MIN_MEMORY);
        assertThat(all).isLessThan(StoreConfig.MIN_MEMORY * 1.1); // A memory table ends after the write that fills it.
    }

    private double bytes(String part) {
        return meters.get("store.memory").tag("part", part).gauge().value();
    }

    private void write(Column column, int number) throws Exception {
        engine.commit(CONTENT_BYTES, batch -> {
                    batch.put(SIZES, key(number), ByteString.copyFrom(new byte[8]));
                    batch.put(column, key(number), content(number));
                    return true;
                })
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    /** The thread that a reading came to its end in: it is the caller's own when all was in memory. */
    private Thread readerOf(int number) throws Exception {
        return engine.read(view -> {
                    view.get(CONTENTS, key(number));
                    return Thread.currentThread();
                })
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private ByteString await(Column column, int number) throws Exception {
        return engine.get(column, key(number))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .orElseThrow();
    }

    private static ByteString key(int number) {
        return ByteString.copyFrom(ByteBuffer.allocate(4).putInt(number).flip());
    }

    private static ByteString content(int number) {
        byte[] bytes = new byte[CONTENT_BYTES];
        new Random(number).nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }
}
