package org.remotelog.server.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.remotelog.server.StartupException;
import org.remotelog.server.Workers;

/** What a server finds that was cut off: its files as they were while it ran. */
class RecoveryTest {
    private static final Column HEADS = new Column("heads", Column.Values.SMALL);
    private static final int ENTRIES = 100;
    private static final int VALUE_BYTES = 1000;

    @TempDir
    Path directory;

    @TempDir
    Path crashed;

    private final Workers workers = new Workers("test-worker", 2, 64);

    @BeforeEach
    void crash() throws Exception {
        try (RocksEngine engine = open(directory)) {
            for (int i = 0; i < ENTRIES; i++) {
                ByteString key = key(i);
                engine.commit(1, batch -> {
                            batch.put(HEADS, key, value(key));
                            return true;
                        })
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS);
            }
            copy(directory, crashed);
        }
    }

    @AfterEach
    void stopWorkers() {
        workers.close();
    }

    @Test
    void everythingThatWasAcknowledgedIsThere() {
        assertHolds(ENTRIES);
    }

    @Test
    void aWriteThatWasCutOffIsGoneAndTheOthersAreThere() throws Exception {
        Path log = log();
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(lastValue(log) + VALUE_BYTES / 2);
        }
        assertHolds(ENTRIES - 1);
    }

    @Test
    void whatIsDroppedIsCountedToTheByteWhereverTheLogEnds() throws Exception {
        Path log = log();
        assertThat(LogTail.cutOff(log)).isZero();
        Path shorter = crashed.resolve("shorter");
        long whole = 0; // What is left when the rest is dropped only ever grows, and never has a rest itself.
        for (long length = 0; length <= Files.size(log); length += 97) {
            Files.copy(log, shorter, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(shorter, StandardOpenOption.WRITE)) {
                channel.truncate(length);
                long kept = length - LogTail.cutOff(shorter);
                assertThat(kept).as("of %d", length).isBetween(whole, length);
                assertThat(length - kept).as("of %d", length).isLessThan(VALUE_BYTES + 100L);
                channel.truncate(kept);
                assertThat(LogTail.cutOff(shorter)).as("of %d", kept).isZero();
                whole = kept;
            }
        }
    }

    @Test
    void whereTheLastWriteWasCutOffExactlyItsBytesAreDropped() throws Exception {
        Path log = log();
        long size = Files.size(log);
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(size - 1);
            channel.truncate(size - 1 - LogTail.cutOff(log));
        }
        assertThat(LogTail.cutOff(log)).isZero();
        assertHolds(ENTRIES - 1);
    }

    /** A log that is damaged anywhere but at its torn end means acknowledged writes. */
    @ParameterizedTest
    @ValueSource(ints = {0, ENTRIES / 2, ENTRIES - 1})
    void aDamagedLogIsRefusedRatherThanCutShort(int entry) throws Exception {
        Path log = log();
        int at = indexOf(Files.readAllBytes(log), value(key(entry)));
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'?'}), at + VALUE_BYTES / 2);
        }
        assertThatThrownBy(() -> open(crashed))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("cannot open the database in " + crashed.resolve("rocksdb") + ": ")
                .hasMessageContaining("checksum");
    }

    private void assertHolds(int entries) {
        try (RocksEngine engine = open(crashed)) {
            for (int i = 0; i < ENTRIES; i++) {
                assertThat(engine.get(HEADS, key(i))
                                .toCompletableFuture()
                                .join()
                                .isPresent())
                        .as("entry %d", i)
                        .isEqualTo(i < entries);
            }
        }
    }

    private RocksEngine open(Path path) {
        return RocksEngine.open(
                new RocksConfig(path, new DataFormat("test", 1), List.of(HEADS), TestStores.SMALL),
                workers,
                new SimpleMeterRegistry());
    }

    private Path log() throws IOException {
        try (Stream<Path> files = Files.list(crashed.resolve("rocksdb"))) {
            List<Path> logs =
                    files.filter(file -> file.toString().endsWith(".log")).toList();
            assertThat(logs).hasSize(1);
            return logs.get(0);
        }
    }

    private static int lastValue(Path log) throws IOException {
        return indexOf(Files.readAllBytes(log), value(key(ENTRIES - 1)));
    }

    private static int indexOf(byte[] file, ByteString value) {
        byte[] start = value.substring(0, 16).toByteArray(); // The log cuts records at every 32 KiB.
        for (int i = 0; i + start.length <= file.length; i++) {
            if (ByteBuffer.wrap(file, i, start.length).equals(ByteBuffer.wrap(start))) {
                return i;
            }
        }
        throw new AssertionError("not in the log");
    }

    private static ByteString key(int number) {
        return ByteString.copyFromUtf8("entry %05d".formatted(number));
    }

    private static ByteString value(ByteString key) {
        return ByteString.copyFromUtf8(key.toStringUtf8() + "-".repeat(VALUE_BYTES));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(path));
                Files.createDirectories(target.getParent());
                Files.copy(path, target);
            }
        }
    }
}
