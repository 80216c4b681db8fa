package org.remotelog.server.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.Reserve;
import org.remotelog.server.StoreConfig;
import org.remotelog.server.Workers;
import org.remotelog.server.testing.SmallDisk;

/** On a real file system that is really full. */
class FullDiskTest {
    private static final Column CONTENTS = new Column("contents", Column.Values.CONTENTS);
    private static final int CONTENT_BYTES = 50_000;
    private static final int DISK_MEBIBYTES = 96;

    /** More than the log may hold and an opening needs beside it. */
    private static final long ROOM = 20 << 20;

    @TempDir
    Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Workers workers = new Workers("test-worker", 2, 64);
    private final List<Integer> acknowledged = new ArrayList<>();
    private SmallDisk disk;
    private @Nullable RocksEngine engine;
    private int next;

    @BeforeEach
    void mount() {
        disk = SmallDisk.mount(directory, DISK_MEBIBYTES);
    }

    @AfterEach
    void unmount() {
        if (engine != null) {
            engine.close();
        }
        workers.close();
        disk.close();
    }

    /** In the middle of a write: of the log, or of a file that memory is flushed to, as it comes. */
    @Test
    void aFullDiskStopsWritesAndLosesNothingAndTheyResumeByThemselves() throws Exception {
        open(Reserve.NONE);
        for (int round = 0; round < 3; round++) {
            disk.clear();
            disk.fillUpTo(ROOM);
            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(engine::isWritable); // Nobody writes meanwhile.
            int before = acknowledged.size();
            assertThat(write()).isNull();
            boolean isFull = round == 1;
            if (isFull) {
                disk.fillUpTo(0); // The next thing that is written is the log.
            }
            assertThat(writeUntilRefused()).isEqualTo(Reason.DISK_FULL);
            assertThat(acknowledged).hasSizeGreaterThan(before);
            if (isFull) { // Else there is room again as soon as what was written in part is deleted.
                assertThat(engine.isWritable()).isFalse();
                assertThat(meters.get("store.writable").gauge().value()).isZero();
                assertThat(write()).isEqualTo(Reason.DISK_FULL);
            }
            assertHoldsWhatWasAcknowledged();
        }
        engine.close();
        disk.clear();
        open(Reserve.NONE);
        assertHoldsWhatWasAcknowledged();
        assertThat(write()).isNull();
    }

    @Test
    void aDiskThatOthersFillToItsReserveRefusesWritesUntilThereIsRoom() throws Exception {
        open(new Reserve(0, 25));
        assertThat(meters.get("store.disk.reserve").gauge().value()).isEqualTo(24 << 20);
        assertThat(write()).isNull();
        disk.fillUpTo(23 << 20);
        Awaitility.await().until(() -> !engine.isWritable());
        assertThat(write()).isEqualTo(Reason.DISK_FULL);
        assertHoldsWhatWasAcknowledged();
        assertThat(meters.get("store.disk.free").gauge().value()).isLessThan(24 << 20);
        assertThat(meters.get("store.disk").gauge().value()).isGreaterThan(CONTENT_BYTES);

        disk.clear();
        Awaitility.await().until(engine::isWritable);
        assertThat(write()).isNull();
        assertHoldsWhatWasAcknowledged();
    }

    private void open(Reserve reserve) {
        engine = RocksEngine.open(
                new RocksConfig(
                        disk.path().resolve("data"),
                        new DataFormat("test", 1),
                        List.of(CONTENTS),
                        new StoreConfig(StoreConfig.MIN_MEMORY, reserve, Optional.empty())),
                workers,
                meters);
    }

    private Reason writeUntilRefused() throws Exception {
        Reason refusal;
        do {
            assertThat(acknowledged).hasSizeLessThan((int) (DISK_MEBIBYTES * (1L << 20) / CONTENT_BYTES));
            refusal = write();
        } while (refusal == null);
        return refusal;
    }

    /** Writes one more content; why it was refused, if it was. */
    private @Nullable Reason write() throws Exception {
        int number = next++;
        try {
            engine.commit(CONTENT_BYTES, batch -> {
                        batch.put(CONTENTS, key(number), content(number));
                        return true;
                    })
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            acknowledged.add(number);
            return null;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(RemoteLogException.class);
            return ((RemoteLogException) e.getCause()).reason();
        }
    }

    private void assertHoldsWhatWasAcknowledged() throws Exception {
        for (int number : acknowledged) {
            assertThat(engine.get(CONTENTS, key(number)).toCompletableFuture().get(10, TimeUnit.SECONDS))
                    .as("content %d", number)
                    .contains(content(number));
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
