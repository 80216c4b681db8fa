package org.remotelog.server.rocksdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.remotelog.server.Workers;

/** Many keys at once, and scans, in files that somebody altered. */
class ReadingPastDamageTest {
    private static final Column SIZES = new Column("sizes", Column.Values.SMALL);
    private static final Column CONTENTS = new Column("contents", Column.Values.CONTENTS);
    private static final ByteString END = ByteString.copyFrom(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1});
    private static final int ENTRIES = 2000;

    @TempDir
    Path directory;

    private final Workers workers = new Workers("test-worker", 2, 64);
    private final List<ByteString> keys = keys();
    private SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private RocksEngine engine;

    @BeforeEach
    void write() throws Exception {
        open();
        await(engine.commit(1, batch -> {
            for (ByteString key : keys) {
                batch.put(SIZES, key, key);
                batch.put(CONTENTS, key, content(key));
            }
            return true;
        }));
        engine.close();
    }

    @AfterEach
    void close() {
        engine.close();
        workers.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 500})
    void eachKeyOfManyHasItsOwnOutcome(int count) throws Exception {
        List<ByteString> asked = new ArrayList<>(keys.subList(100, 100 + count));
        ByteString victim = asked.get(count / 2);
        asked.add(ByteString.copyFromUtf8("is not there"));
        alter(".blob", content(victim));
        open();

        for (int round = 0; round < 2; round++) { // From the disk, then from memory.
            for (List<Lookup> found :
                    List.of(await(engine.getAll(CONTENTS, asked)), await(engine.inspect(CONTENTS, asked)))) {
                assertThat(found).hasSize(asked.size());
                for (int i = 0; i < count; i++) {
                    Lookup lookup = found.get(i);
                    if (asked.get(i).equals(victim)) {
                        assertThatThrownBy(lookup::orThrow).isInstanceOf(CorruptionException.class);
                    } else {
                        assertThat(lookup.orThrow()).contains(content(asked.get(i)));
                    }
                }
                assertThat(found.get(count).orThrow()).isEmpty();
            }
        }
    }

    @Test
    void fewKeysInMemoryAreAnsweredAtOnce() throws Exception {
        open();
        List<ByteString> few = keys.subList(0, Workers.LONG_LOOKS);
        await(engine.getAll(CONTENTS, few));
        assertThat(engine.getAll(CONTENTS, few).toCompletableFuture()).isCompleted();
    }

    @Test
    void maintenanceLeavesTheCachesAsTheyAre() throws Exception {
        open();
        await(engine.inspect(CONTENTS, keys));
        assertThat(meters.get("store.memory").tag("part", "contents").gauge().value())
                .isLessThan(content(keys.get(0)).size());
    }

    @Test
    void aScanGoesOnWhereTheOneBeforeItEnded() throws Exception {
        open();
        assertThat(scanAll(engine, 300)).containsExactlyElementsOf(keys);
        assertThat(scanAll(engine, ENTRIES)).containsExactlyElementsOf(keys);
    }

    @Test
    void aScanGoesOnBehindWhatIsDamagedAndSaysWhereThatIs() throws Exception {
        ByteString victim = keys.get(ENTRIES / 2);
        alter(".sst", victim.substring(3));
        open();

        List<Scan.KeyRange> damaged = new ArrayList<>();
        List<ByteString> read = new ArrayList<>();
        Optional<ByteString> next = Optional.of(ByteString.EMPTY);
        while (next.isPresent()) {
            Scan scan = await(engine.scan(SIZES, next.get(), END, 300));
            scan.entries().forEach(entry -> read.add(entry.key()));
            scan.damaged().ifPresent(damaged::add);
            next = scan.next();
        }
        assertThat(damaged).hasSize(1);
        List<ByteString> lost = keys.stream()
                .filter(key -> compare(damaged.get(0).from(), key) <= 0
                        && compare(key, damaged.get(0).to()) < 0)
                .toList();
        assertThat(lost).contains(victim).hasSizeLessThan(ENTRIES / 4);
        assertThat(read).doesNotContainAnyElementsOf(lost);
        assertThat(read.size() + lost.size()).isEqualTo(ENTRIES);
    }

    private static List<ByteString> scanAll(RocksEngine engine, int limit) throws Exception {
        List<ByteString> read = new ArrayList<>();
        Optional<ByteString> next = Optional.of(ByteString.EMPTY);
        while (next.isPresent()) {
            Scan scan = await(engine.scan(SIZES, next.get(), END, limit));
            assertThat(scan.entries()).hasSizeLessThanOrEqualTo(limit);
            scan.entries().forEach(entry -> read.add(entry.key()));
            next = scan.next();
        }
        return read;
    }

    private void open() {
        meters = new SimpleMeterRegistry();
        engine = RocksEngine.open(
                new RocksConfig(directory, new DataFormat("test", 1), List.of(SIZES, CONTENTS), TestStores.SMALL),
                workers,
                meters);
    }

    /** Flips a bit in the first of some bytes, in each file of a kind that has them. */
    private void alter(String suffix, ByteString bytes) throws IOException {
        int altered = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(suffix)).toList()) {
                int at = ByteString.copyFrom(Files.readAllBytes(file))
                        .toString(ISO_8859_1)
                        .indexOf(bytes.toString(ISO_8859_1));
                if (at >= 0) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.write(ByteBuffer.wrap(new byte[] {(byte) (bytes.byteAt(0) ^ 1)}), at);
                    }
                    altered++;
                }
            }
        }
        assertThat(altered).isPositive();
    }

    private static List<ByteString> keys() {
        Random random = new Random(1);
        return IntStream.range(0, ENTRIES)
                .mapToObj(i -> {
                    byte[] key = new byte[8];
                    random.nextBytes(key);
                    return ByteString.copyFrom(key);
                })
                .sorted(ByteString.unsignedLexicographicalComparator())
                .toList();
    }

    private static ByteString content(ByteString key) {
        return ByteString.copyFrom(Collections.nCopies(100, key));
    }

    private static int compare(ByteString a, ByteString b) {
        return ByteString.unsignedLexicographicalComparator().compare(a, b);
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
