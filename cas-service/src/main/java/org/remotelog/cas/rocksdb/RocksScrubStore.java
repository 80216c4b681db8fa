package org.remotelog.cas.rocksdb;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.remotelog.cas.rocksdb.rows.ScrubRow;
import org.remotelog.cas.store.ScrubProgress;
import org.remotelog.cas.store.ScrubStore;
import org.remotelog.server.rocksdb.RocksEngine;

/** One row in the embedded engine. */
final class RocksScrubStore implements ScrubStore {
    private static final ByteString KEY = ByteString.copyFromUtf8("scrub");

    private final RocksEngine engine;

    RocksScrubStore(RocksEngine engine) {
        this.engine = engine;
    }

    @Override
    public CompletionStage<Optional<ScrubProgress>> load() {
        return engine.get(Columns.STATE, KEY).thenApply(row -> row.map(RocksScrubStore::decode));
    }

    @Override
    public CompletionStage<Void> save(ScrubProgress progress) {
        ByteString row = encode(progress);
        return engine.<Boolean>commit(row.size(), batch -> {
                    batch.put(Columns.STATE, KEY, row);
                    return true;
                })
                .thenAccept(saved -> {});
    }

    private static ByteString encode(ScrubProgress progress) {
        return ScrubRow.newBuilder()
                .setAt(progress.at().orElse(ByteString.EMPTY))
                .setEntries(progress.entries())
                .setBytes(progress.bytes())
                .setCorrupt(progress.corrupt())
                .setLastFullPass(
                        progress.lastFullPass().map(Instant::toEpochMilli).orElse(0L))
                .build()
                .toByteString();
    }

    private static ScrubProgress decode(ByteString bytes) {
        try {
            ScrubRow row = ScrubRow.parseFrom(bytes);
            return new ScrubProgress(
                    row.getAt().isEmpty() ? Optional.empty() : Optional.of(row.getAt()),
                    row.getEntries(),
                    row.getBytes(),
                    row.getCorrupt(),
                    row.getLastFullPass() == 0
                            ? Optional.empty()
                            : Optional.of(Instant.ofEpochMilli(row.getLastFullPass())));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the row of the scrubber cannot be read", e);
        }
    }
}
