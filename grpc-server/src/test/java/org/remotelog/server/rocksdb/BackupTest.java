package org.remotelog.server.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.server.BackupConfig;
import org.remotelog.server.Reserve;
import org.remotelog.server.StartupException;
import org.remotelog.server.StoreConfig;
import org.remotelog.server.Workers;
import org.remotelog.server.testing.SmallDisk;

class BackupTest {
    private static final Column CONTENTS = new Column("contents", Column.Values.CONTENTS);
    private static final DataFormat FORMAT = new DataFormat("test", 1);
    private static final int CONTENT_BYTES = 100_000;

    @TempDir
    Path directory;

    private final Workers workers = new Workers("test-worker", 2, 64);
    private SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private @Nullable RocksEngine engine;

    @AfterEach
    void close() {
        if (engine != null) {
            engine.close();
        }
        workers.close();
    }

    @Test
    void eachBackupIsRestoredAsTheStoreWasWhenItWasMade() throws Exception {
        open(Duration.ofMillis(500), 100);
        write(0);
        int withOne = awaitBackup();
        write(1);
        int withTwo = awaitBackup();
        write(2);
        engine.close();

        List<Backup> all = backups().list();
        Backup first = all.get(withOne - 1);
        assertThat(backups().restore(Optional.of(first.id()), directory.resolve("first")))
                .isEqualTo(first);
        assertThat(contentsIn("first")).containsExactly(0);
        backups().restore(Optional.of(all.get(withTwo - 1).id()), directory.resolve("second"));
        assertThat(contentsIn("second")).containsExactly(0, 1);
        assertThat(backups().restore(Optional.empty(), directory.resolve("newest")))
                .isEqualTo(all.get(all.size() - 1));
    }

    @Test
    void backupsShareTheFilesThatDidNotChange() throws Exception {
        open(Duration.ofMillis(300), 100);
        for (int i = 0; i < 100; i++) {
            write(i);
        }
        awaitBackup();
        long one = bytesIn(backupDirectory());
        assertThat(one).isGreaterThan(100 * CONTENT_BYTES);
        write(100);
        awaitBackup();
        awaitBackup();
        assertThat(bytesIn(backupDirectory())).isBetween(one, one + 10 * CONTENT_BYTES);
    }

    @Test
    void aBackupDoesNotReadTheFilesThatItHas() throws Exception {
        Path counters = Path.of("/proc/self/io");
        Assumptions.assumeTrue(Files.isReadable(counters), "only Linux counts what a process reads");
        open(Duration.ofMillis(300), 100);
        for (int i = 0; i < 100; i++) {
            write(i);
        }
        awaitBackup();
        long before = bytesRead(counters);
        awaitBackup();
        assertThat(bytesRead(counters) - before).isLessThan(50L * CONTENT_BYTES);
    }

    private static long bytesRead(Path counters) throws IOException {
        return Files.readAllLines(counters).stream()
                .filter(line -> line.startsWith("rchar: "))
                .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
                .sum();
    }

    @Test
    void onlyTheNewestAreKept() throws Exception {
        open(Duration.ofMillis(50), 2);
        int made = awaitBackup() + awaitBackup();
        engine.close();
        List<Backup> kept = backups().list();
        assertThat(kept).hasSize(2);
        assertThat(kept.get(0).id()).isGreaterThan(1);
        assertThat(made).isGreaterThan(2);
    }

    @Test
    void aServerThatHasARecentBackupWaitsForItsTurn() throws Exception {
        open(Duration.ofMillis(100), 10);
        awaitBackup();
        engine.close();
        int before = backups().list().size();
        open(Duration.ofHours(1), 10);
        Awaitility.await().until(() -> gauge("store.backup.age") < 60);
        engine.close();
        assertThat(backups().list()).hasSize(before);
    }

    @Test
    void aBackupThatFailsIsCountedTheStoreServesAndALaterOneSucceeds() throws Exception {
        Files.createDirectories(backupDirectory());
        try (SmallDisk disk = SmallDisk.mount(backupDirectory(), 16)) {
            disk.fillUpTo(1 << 20);
            open(Duration.ofMillis(300), 10);
            for (int i = 0; i < 40; i++) {
                write(i);
            }
            Awaitility.await()
                    .until(() -> meters.counter("store.backup.failures").count() > 0);
            assertThat(engine.isWritable()).isTrue();
            write(40);
            disk.clear();
            awaitBackup();
            engine.close();
            backups().restore(Optional.empty(), directory.resolve("restored"));
        }
        assertThat(contentsIn("restored"))
                .containsAll(IntStream.range(0, 40).boxed().toList());
    }

    @Test
    void whatAKilledServerLeftOfABackupIsSwept() throws Exception {
        open(Duration.ofMillis(200), 10);
        write(0);
        awaitBackup();
        engine.close();
        Path leftCopy = Files.createDirectories(directory.resolve("data/backup.tmp/left"));
        Path leftFile =
                Files.writeString(backupDirectory().resolve("rocksdb/shared_checksum/000099_1_1.blob.tmp"), "?");
        Files.createDirectories(backupDirectory().resolve("rocksdb/private/99.tmp"));
        open(Duration.ofMillis(200), 10);
        assertThat(leftCopy).doesNotExist();
        write(1);
        awaitBackup();
        awaitBackup();
        engine.close();
        backups().restore(Optional.empty(), directory.resolve("restored"));
        assertThat(contentsIn("restored")).contains(0, 1);
        assertThat(leftFile).doesNotExist();
    }

    @Test
    void whatCannotBeRestoredIsRefusedWithWords() throws Exception {
        assertThatThrownBy(() -> backups().list())
                .isInstanceOf(StartupException.class)
                .hasMessage("there is no backup directory " + backupDirectory());
        open(Duration.ofMillis(200), 10);
        write(0);
        awaitBackup();
        engine.close();

        Path target = directory.resolve("target");
        assertThatThrownBy(() -> backups().restore(Optional.of(12345), target))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("there is no backup 12345");
        assertThatThrownBy(() -> backups().restore(Optional.empty(), directory.resolve("data")))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("is not empty: it has rocksdb");
        assertThatThrownBy(() ->
                        new Backups(backupDirectory(), new DataFormat("other", 1)).restore(Optional.empty(), target))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("it holds the data of another service (test)");
        assertThat(target).doesNotExist();
    }

    @Test
    void aDamagedBackupRestoresNothing() throws Exception {
        open(Duration.ofMillis(200), 10);
        write(0);
        awaitBackup();
        engine.close();
        try (Stream<Path> files = Files.walk(backupDirectory())) {
            for (Path blob :
                    files.filter(file -> file.toString().endsWith(".blob")).toList()) {
                byte[] bytes = Files.readAllBytes(blob);
                bytes[bytes.length / 2] ^= 1;
                Files.write(blob, bytes);
            }
        }
        Path target = Files.createDirectories(directory.resolve("target"));
        assertThatThrownBy(() -> backups().restore(Optional.empty(), target))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("hecksum");
        try (Stream<Path> left = Files.list(target)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsOnly("LOCK");
        }
    }

    @Test
    void aRestoreThatWasCutOffIsNotTakenForAnEmptyStore() throws Exception {
        open(Duration.ofMillis(200), 10);
        write(0);
        awaitBackup();
        engine.close();
        Files.createDirectories(directory.resolve("cut/rocksdb.restoring"));
        assertThatThrownBy(() -> contentsIn("cut"))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("restoring a backup into it was cut off");
        backups().restore(Optional.empty(), directory.resolve("cut"));
        assertThat(contentsIn("cut")).contains(0);
    }

    private void open(Duration interval, int keep) {
        meters = new SimpleMeterRegistry();
        engine = open("data", Optional.of(new BackupConfig(backupDirectory(), interval, keep)));
    }

    private RocksEngine open(String name, Optional<BackupConfig> backups) {
        return RocksEngine.open(
                new RocksConfig(
                        directory.resolve(name),
                        FORMAT,
                        List.of(CONTENTS),
                        new StoreConfig(StoreConfig.MIN_MEMORY, Reserve.NONE, backups)),
                workers,
                meters);
    }

    private Path backupDirectory() {
        return directory.resolve("backups");
    }

    private Backups backups() {
        return new Backups(backupDirectory(), FORMAT);
    }

    /** Waits for one that was begun after this was called; answers how many there were. */
    private int awaitBackup() {
        int before = made();
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> made() > before + 1);
        return made();
    }

    /** How many were made since the store was opened. */
    private int made() {
        return (int) (meters.timer("store.backup").count()
                - meters.counter("store.backup.failures").count());
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    private void write(int number) throws Exception {
        engine.commit(CONTENT_BYTES, batch -> {
                    batch.put(CONTENTS, key(number), content(number));
                    return true;
                })
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private List<Integer> contentsIn(String name) throws Exception {
        try (RocksEngine restored = open(name, Optional.empty())) {
            List<Integer> there = new ArrayList<>();
            for (int i = 0; i <= 100; i++) {
                Optional<ByteString> found =
                        restored.get(CONTENTS, key(i)).toCompletableFuture().get(10, TimeUnit.SECONDS);
                if (found.isPresent()) {
                    assertThat(found).contains(content(i));
                    there.add(i);
                }
            }
            return there;
        }
    }

    private static long bytesIn(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static ByteString key(int number) {
        return ByteString.copyFromUtf8("content " + number);
    }

    private static ByteString content(int number) {
        byte[] bytes = new byte[CONTENT_BYTES];
        new Random(number).nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }
}
