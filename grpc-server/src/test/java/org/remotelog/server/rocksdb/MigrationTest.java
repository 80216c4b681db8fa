package org.remotelog.server.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.StartupException;
import org.remotelog.server.Workers;

class MigrationTest {
    private static final Column HEADS = new Column("heads", Column.Values.SMALL);
    private static final Column NEW = new Column("new", Column.Values.CONTENTS);
    private static final ByteString KEY = ByteString.copyFromUtf8("key");

    /** Not the same when it is done twice. */
    private static final Transaction<Boolean> APPENDS_A = append(HEADS, "a");

    private static final Transaction<Boolean> APPENDS_B = batch -> {
        batch.put(NEW, KEY, batch.get(HEADS, KEY).orElseThrow());
        return append(NEW, "b").run(batch);
    };

    private static final Transaction<Boolean> FAILS = batch -> {
        batch.put(HEADS, KEY, ByteString.EMPTY);
        throw new RemoteLogException(Reason.DISK_FULL, "no room");
    };

    @TempDir
    Path directory;

    private final Workers workers = new Workers("test-worker", 2, 64);

    @BeforeEach
    void writeVersion1() throws Exception {
        try (RocksEngine engine = open(1, List.of(HEADS), Map.of())) {
            engine.commit(1, append(HEADS, "1")).toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void stopWorkers() {
        workers.close();
    }

    @Test
    void anOlderDirectoryIsMadeNewerVersionByVersionAndOnce() throws Exception {
        Map<Integer, Transaction<?>> migrations = Map.of(1, APPENDS_A, 2, APPENDS_B);
        for (int opening = 0; opening < 2; opening++) {
            try (RocksEngine engine = open(3, List.of(HEADS, NEW), migrations)) {
                assertThat(value(engine, HEADS)).contains("1a");
                assertThat(value(engine, NEW)).contains("1ab");
            }
            assertThat(directory.resolve("FORMAT")).hasContent("remotelog test 3");
        }
    }

    @Test
    void aStepThatWasDoneBeforeItsVersionWasNotedIsNotDoneAgain() throws Exception {
        open(2, List.of(HEADS), Map.of(1, APPENDS_A)).close();
        Files.writeString(directory.resolve("FORMAT"), "remotelog test 1\n"); // As if killed before it was written.
        try (RocksEngine engine = open(2, List.of(HEADS), Map.of(1, APPENDS_A))) {
            assertThat(value(engine, HEADS)).contains("1a");
        }
    }

    @Test
    void aStepThatFailsIsOneLineAndLeavesTheDirectoryAsItWas() throws Exception {
        assertThatThrownBy(() -> open(2, List.of(HEADS), Map.of(1, FAILS)))
                .isInstanceOf(StartupException.class)
                .hasMessage("cannot make version 2 of the data directory " + directory
                        + ", which is of version 1: no room");
        try (RocksEngine engine = open(1, List.of(HEADS), Map.of())) {
            assertThat(value(engine, HEADS)).contains("1");
        }
    }

    @Test
    void aVersionThatCannotBeMadeNewerIsRefused() {
        assertThatThrownBy(() -> open(3, List.of(HEADS), Map.of(1, APPENDS_A)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("its format is version 1, and this server's is 3")
                .hasMessageContaining("which makes version 3 of it");
    }

    private RocksEngine open(int version, List<Column> columns, Map<Integer, Transaction<?>> migrations) {
        return RocksEngine.open(
                new RocksConfig(directory, new DataFormat("test", version), columns, migrations, TestStores.SMALL),
                workers,
                new SimpleMeterRegistry());
    }

    private static Optional<String> value(RocksEngine engine, Column column) throws Exception {
        return engine.get(column, KEY)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .map(ByteString::toStringUtf8);
    }

    private static Transaction<Boolean> append(Column column, String text) {
        return batch -> {
            ByteString before = batch.get(column, KEY).orElse(ByteString.EMPTY);
            batch.put(column, KEY, before.concat(ByteString.copyFromUtf8(text)));
            return true;
        };
    }
}
