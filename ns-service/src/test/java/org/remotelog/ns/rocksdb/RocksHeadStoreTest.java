package org.remotelog.ns.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.primitives.Bytes;
import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.format.Reason;
import org.remotelog.format.RecordId;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.SignedRecord;
import org.remotelog.ns.Draft;
import org.remotelog.ns.TestKey;
import org.remotelog.ns.store.Corruption;
import org.remotelog.ns.store.Head;
import org.remotelog.ns.store.HeadChange;
import org.remotelog.ns.store.HeadStore;
import org.remotelog.ns.store.HeadStoreContract;
import org.remotelog.ns.store.HeldContent;
import org.remotelog.ns.store.HeldContent.Extent;
import org.remotelog.server.ErrorMapper;
import org.remotelog.server.ServerConfig;
import org.remotelog.server.ServiceContext;
import org.remotelog.server.Workers;

class RocksHeadStoreTest extends HeadStoreContract {
    @TempDir
    Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Workers workers = new Workers("test-worker", 4, 256);
    private RocksHeadStore store;

    @BeforeEach
    void open() {
        ServiceContext context = new ServiceContext(
                ServerConfig.onFreePorts(directory), meters, workers, new ErrorMapper(new Random(1)));
        store = RocksHeadStore.open(context, new Corruption(meters));
    }

    @AfterEach
    void close() {
        store.close();
        workers.close();
    }

    @Override
    protected HeadStore store() {
        return store;
    }

    @Override
    protected void reopen() {
        store.close();
        open();
    }

    @Test
    void stepsOfManyNamesShareTheirSyncs() {
        // Made beforehand: signing takes longer than a sync of a fast disk.
        List<HeadChange> changes = Stream.generate(() -> first(new TestKey(), ByteString.EMPTY))
                .limit(500)
                .toList();
        List<CompletableFuture<Optional<Head>>> steps = changes.stream()
                .map(change -> store.compareAndSet(change).toCompletableFuture())
                .toList();
        assertThat(steps).allSatisfy(step -> assertThat(step.join()).isPresent());
        assertThat(meters.get("store.commit").timer().count()).isBetween(1L, 400L);
    }

    @Test
    void whatRocksDbFindsDamagedIsCorrupt() throws Exception {
        byte[] random = new byte[2000];
        new Random(2).nextBytes(random);
        ByteString content = ByteString.copyFrom(random);
        TestKey key = new TestKey();
        HeadChange change = first(key, content);
        store.compareAndSet(change).toCompletableFuture().join();
        store.close();
        damage(content.substring(500, 600));
        open();
        Head head = store.head(key.name()).toCompletableFuture().join().orElseThrow();
        HeldContent held = head.content().orElseThrow();
        CompletionException failure = catchThrowableOfType(
                CompletionException.class,
                () -> store.pieces(key.name(), held).toCompletableFuture().join());
        assertThat(failure.getCause())
                .isInstanceOfSatisfying(
                        RemoteLogException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(Reason.CONTENT_CORRUPT));
        assertThat(meters.get("ns.corrupt").counter().count()).isEqualTo(1);
    }

    @Test
    void aRowThatIsNoneIsCorrupt() {
        SignedRecord record = Draft.plain(new TestKey(), 1, ByteString.EMPTY).record();
        ByteString row = Rows.encode(new Head(1, record, Optional.empty()));
        assertThat(Rows.decodeHead(record.name(), row).record().id()).isEqualTo(record.id());
        for (int length = 0; length < row.size(); length++) {
            ByteString cut = row.substring(0, length);
            assertThat(catchThrowableOfType(RuntimeException.class, () -> Rows.decodeHead(record.name(), cut)))
                    .as("cut to %s", length)
                    .isNotNull();
        }
    }

    private static HeadChange first(TestKey key, ByteString content) {
        SignedRecord record = Draft.chained(key, 1, RecordId.NONE, content).record();
        HeldContent held = new HeldContent(1, 1, new Extent(1, content.size()));
        return new HeadChange(
                Optional.empty(), new Head(1, record, Optional.of(held)), List.of(), Optional.of(content));
    }

    /** Changes a byte in every file of tables that has these bytes. */
    private void damage(ByteString bytes) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> tables = files.filter(file -> file.toString().matches(".*\\.(sst|blob)"))
                    .toList();
            int damaged = 0;
            for (Path table : tables) {
                byte[] data = Files.readAllBytes(table);
                int at = Bytes.indexOf(data, bytes.toByteArray());
                if (at >= 0) {
                    data[at] ^= 1;
                    Files.write(table, data);
                    damaged++;
                }
            }
            assertThat(damaged).isPositive();
        }
    }
}
