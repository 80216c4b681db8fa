package org.remotelog.server.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.Reserve;
import org.remotelog.server.StartupException;
import org.remotelog.server.StoreConfig;
import org.remotelog.server.Workers;

class RocksEngineTest {
    private static final Column HEADS = new Column("heads", Column.Values.SMALL);
    private static final Column CONTENTS = new Column("contents", Column.Values.CONTENTS);

    @TempDir
    Path directory;

    private final Workers workers = new Workers("test-worker", 2, 64);
    private RocksEngine engine;

    @BeforeEach
    void open() {
        engine = open(new DataFormat("test", 1), Reserve.NONE);
    }

    @AfterEach
    void close() {
        engine.close();
        workers.close();
    }

    @Test
    void whatWasCommittedIsReadBackAlsoAfterARestart() throws Exception {
        ByteString large = ByteString.copyFrom(new byte[100_000]);
        await(engine.commit(1, batch -> {
            batch.put(HEADS, bytes("a"), bytes("1"));
            batch.put(CONTENTS, bytes("a"), large);
            return true;
        }));
        assertThat(await(engine.get(HEADS, bytes("a")))).contains(bytes("1"));

        engine.close();
        open();

        assertThat(await(engine.get(HEADS, bytes("a")))).contains(bytes("1"));
        assertThat(await(engine.get(CONTENTS, bytes("a")))).contains(large);
        assertThat(await(engine.get(HEADS, bytes("b")))).isEmpty();
    }

    @Test
    void aTransactionSeesWhatTheOnesBeforeItWroteAlsoWithinOneCommit() throws Exception {
        List<CompletableFuture<Integer>> counts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            counts.add(engine.commit(1, batch -> {
                        int count = batch.get(HEADS, bytes("n"))
                                .map(value -> Integer.parseInt(value.toStringUtf8()))
                                .orElse(0);
                        batch.put(HEADS, bytes("n"), bytes(String.valueOf(count + 1)));
                        return count;
                    })
                    .toCompletableFuture());
        }
        for (int i = 0; i < counts.size(); i++) {
            assertThat(await(counts.get(i))).isEqualTo(i);
        }
        assertThat(await(engine.get(HEADS, bytes("n")))).contains(bytes("500"));
    }

    @Test
    void aTransactionThatThrowsLeavesNothingAndTheOthersOfItsGroupStay() throws Exception {
        List<CompletableFuture<Boolean>> outcomes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            boolean refuse = i % 3 == 0;
            ByteString key = bytes("k" + i);
            outcomes.add(engine.commit(1, batch -> {
                        batch.put(HEADS, key, bytes("x"));
                        batch.put(HEADS, bytes("shared"), key);
                        if (refuse) {
                            throw new RemoteLogException(Reason.HEAD_MOVED, "no");
                        }
                        return true;
                    })
                    .toCompletableFuture());
        }
        for (int i = 0; i < 100; i++) {
            CompletableFuture<Boolean> outcome = outcomes.get(i);
            if (i % 3 == 0) {
                assertThat(reasonOf(outcome)).isEqualTo(Reason.HEAD_MOVED);
            } else {
                assertThat(await(outcome)).isTrue();
            }
            assertThat(await(engine.get(HEADS, bytes("k" + i))).isPresent()).isEqualTo(i % 3 != 0);
        }
        assertThat(await(engine.get(HEADS, bytes("shared")))).contains(bytes("k98"));
    }

    @Test
    void whatIsInMemoryIsReadAtOnceAndWhatIsOnDiskByAWorker() throws Exception {
        await(engine.commit(1, batch -> {
            batch.put(CONTENTS, bytes("a"), bytes("1"));
            return true;
        }));
        assertThat(engine.get(CONTENTS, bytes("a")).toCompletableFuture())
                .isCompletedWithValue(Optional.of(bytes("1")));
        assertThat(readerOf("a")).isSameAs(Thread.currentThread());

        engine.close();
        engine = open(new DataFormat("test", 1), Reserve.NONE);

        assertThat(readerOf("a").getName()).startsWith("test-worker-");
        assertThat(await(engine.get(CONTENTS, bytes("a")))).contains(bytes("1"));
    }

    /** The thread that a reading came to its end in. */
    private Thread readerOf(String key) throws Exception {
        return await(engine.read(view -> {
            view.get(CONTENTS, bytes(key));
            return Thread.currentThread();
        }));
    }

    @Test
    void aScanGoesInTheOrderOfUnsignedBytesAndEndsBeforeItsBound() throws Exception {
        await(engine.commit(1, batch -> {
            for (int key : new int[] {0xff, 1, 0x80, 0x7f}) {
                batch.put(HEADS, ByteString.copyFrom(new byte[] {(byte) key}), bytes("x"));
            }
            assertThat(batch.scan(HEADS, key(1), key(0xff), 10))
                    .as("before the commit")
                    .isEmpty();
            return true;
        }));
        assertThat(keys(await(engine.read(view -> view.scan(HEADS, key(1), key(0xff), 10)))))
                .containsExactly(1, 0x7f, 0x80);
        assertThat(keys(await(engine.read(view -> view.scan(HEADS, key(2), key(0xff), 1)))))
                .containsExactly(0x7f);
    }

    @Test
    void aWriteThatTheDisksReserveForbidsIsRefusedAndADeleteIsNot() throws Exception {
        await(engine.commit(1, batch -> {
            batch.put(HEADS, bytes("a"), bytes("1"));
            return true;
        }));
        engine.close();
        engine = open(new DataFormat("test", 1), new Reserve(Long.MAX_VALUE, 0));

        CompletionStage<Boolean> write = engine.commit(1, batch -> {
            batch.delete(HEADS, bytes("a"));
            batch.put(HEADS, bytes("b"), bytes("2"));
            return true;
        });
        assertThat(reasonOf(write)).isEqualTo(Reason.DISK_FULL);
        assertThat(await(engine.get(HEADS, bytes("a")))).isPresent();

        await(engine.commit(1, batch -> {
            batch.delete(HEADS, bytes("a"));
            return true;
        }));
        assertThat(await(engine.get(HEADS, bytes("a")))).isEmpty();
    }

    @Test
    void aSecondServerOnTheSameDirectoryIsRefused() {
        assertThatThrownBy(() -> open(new DataFormat("test", 1), Reserve.NONE))
                .isInstanceOf(StartupException.class)
                .hasMessage("cannot open the data directory " + directory + ": another server is using it");
    }

    @Test
    void aStoreThatIsOpenedForReadingIsReadAndNotWritten() throws Exception {
        await(engine.commit(1, batch -> {
            batch.put(HEADS, bytes("a"), bytes("1"));
            return true;
        }));
        assertThatThrownBy(() -> openForReading(directory))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("another server is using it");
        engine.close();

        engine = openForReading(directory);
        assertThat(await(engine.get(HEADS, bytes("a")))).contains(bytes("1"));
        CompletionStage<Boolean> write = engine.commit(1, batch -> {
            batch.put(HEADS, bytes("a"), bytes("2"));
            return true;
        });
        assertThatThrownBy(() -> await(write)).isInstanceOf(ExecutionException.class);
        assertThat(await(engine.get(HEADS, bytes("a")))).contains(bytes("1"));
    }

    @Test
    void readingWhereThereIsNoStoreMakesNone() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertThatThrownBy(() -> openForReading(empty))
                .isInstanceOf(StartupException.class)
                .hasMessage("there is no data in " + empty);
        assertThat(empty).isEmptyDirectory();
    }

    private RocksEngine openForReading(Path path) {
        RocksConfig config =
                new RocksConfig(path, new DataFormat("test", 1), List.of(HEADS, CONTENTS), TestStores.SMALL);
        return RocksEngine.openForReading(config, workers, new SimpleMeterRegistry());
    }

    @Test
    void dataOfANewerFormatOrAnotherServiceIsRefused() {
        engine.close();
        assertThatThrownBy(() -> open(new DataFormat("test", 0), Reserve.NONE))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("its format is version 1, newer than this server's 0");
        assertThatThrownBy(() -> open(new DataFormat("other", 1), Reserve.NONE))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("it holds the data of another service (test)");
    }

    @Test
    void aDirectoryThatCannotBeMadeIsRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        RocksConfig config =
                new RocksConfig(file.resolve("data"), new DataFormat("test", 1), List.of(), TestStores.SMALL);
        assertThatThrownBy(() -> RocksEngine.open(config, workers, new SimpleMeterRegistry()))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("cannot open the data directory " + file.resolve("data") + ": ");
    }

    @Test
    void everythingIsRefusedAfterClose() {
        engine.close();
        assertThat(reasonOf(engine.get(HEADS, bytes("a")))).isEqualTo(Reason.DRAINING);
        assertThat(reasonOf(engine.read(view -> true))).isEqualTo(Reason.DRAINING);
        assertThat(reasonOf(engine.commit(1, batch -> true))).isEqualTo(Reason.DRAINING);
    }

    private RocksEngine open(DataFormat format, Reserve reserve) {
        RocksConfig config = new RocksConfig(
                directory,
                format,
                List.of(HEADS, CONTENTS),
                new StoreConfig(StoreConfig.MIN_MEMORY, reserve, Optional.empty()));
        return RocksEngine.open(config, workers, new SimpleMeterRegistry());
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFrom(text, UTF_8);
    }

    private static ByteString key(int value) {
        return ByteString.copyFrom(new byte[] {(byte) value});
    }

    private static List<Integer> keys(List<View.Entry> entries) {
        return entries.stream().map(entry -> entry.key().byteAt(0) & 0xff).toList();
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static Reason reasonOf(CompletionStage<?> stage) {
        try {
            await(stage);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RemoteLogException refusal) {
                return refusal.reason();
            }
            throw new AssertionError(e);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("not refused");
    }
}
