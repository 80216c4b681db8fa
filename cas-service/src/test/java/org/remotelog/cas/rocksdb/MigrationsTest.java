package org.remotelog.cas.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Longs;
import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.cas.store.Quarantined;
import org.remotelog.cas.store.Stores;
import org.remotelog.cas.store.Totals;
import org.remotelog.format.Address;
import org.remotelog.server.StoreConfig;
import org.remotelog.server.Workers;
import org.remotelog.server.rocksdb.Column;
import org.remotelog.server.rocksdb.DataFormat;
import org.remotelog.server.rocksdb.RocksConfig;
import org.remotelog.server.rocksdb.RocksEngine;

class MigrationsTest {
    /** More than a page of the scan. */
    private static final int ENTRIES = 2500;

    private static final Column SIZES = new Column("sizes", Column.Values.SMALL);
    private static final Column CONTENTS = new Column("contents", Column.Values.CONTENTS);
    private static final Column QUARANTINE = new Column("quarantine", Column.Values.CONTENTS);
    private static final Address CORRUPT = Address.of(ByteString.copyFromUtf8("corrupt"));

    @TempDir
    Path directory;

    @Test
    void aDirectoryOfVersion1KeepsItsContentsItsQuarantineAndIsCounted() throws Exception {
        writeVersion1();
        try (TestDatabase database = new TestDatabase(directory)) {
            for (int opening = 0; opening < 2; opening++) {
                Stores stores = database.open();
                assertThat(await(stores.inventory().totals())).isEqualTo(new Totals(ENTRIES, bytes(), 1));
                assertThat(await(stores.reads().contents().get(Address.of(content(7)))))
                        .contains(content(7));
                Quarantined kept = await(stores.inventory().quarantined(Optional.empty(), 10))
                        .get(0);
                assertThat(kept.address()).isEqualTo(CORRUPT);
                assertThat(kept.kept()).isEqualTo(3);
                database.closeDatabase();
            }
        }
        assertThat(directory.resolve("FORMAT")).hasContent("remotelog cas 2\n");
    }

    private void writeVersion1() throws Exception {
        RocksConfig config = new RocksConfig(
                directory, new DataFormat("cas", 1), List.of(SIZES, CONTENTS, QUARANTINE), StoreConfig.DEFAULT);
        try (Workers workers = new Workers("test-worker", 1, 8);
                RocksEngine engine = RocksEngine.open(config, workers, new SimpleMeterRegistry())) {
            await(engine.commit(0, batch -> {
                for (int i = 0; i < ENTRIES; i++) {
                    ByteString key = Address.of(content(i)).hash();
                    batch.put(
                            SIZES,
                            key,
                            ByteString.copyFrom(Longs.toByteArray(content(i).size())));
                    batch.put(CONTENTS, key, content(i));
                }
                batch.put(QUARANTINE, CORRUPT.hash(), ByteString.copyFromUtf8("bad"));
                return true;
            }));
        }
        assertThat(Files.readString(directory.resolve("FORMAT"))).isEqualTo("remotelog cas 1\n");
    }

    private static ByteString content(int number) {
        return ByteString.copyFromUtf8("content " + number);
    }

    private static long bytes() {
        long bytes = 0;
        for (int i = 0; i < ENTRIES; i++) {
            bytes += content(i).size();
        }
        return bytes;
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(1, TimeUnit.MINUTES);
    }
}
