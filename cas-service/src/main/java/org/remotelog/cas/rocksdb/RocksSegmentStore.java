package org.remotelog.cas.rocksdb;

import com.google.protobuf.ByteString;
import java.util.concurrent.CompletionStage;
import org.remotelog.cas.store.Segment;
import org.remotelog.cas.store.SegmentStore;
import org.remotelog.cas.store.SegmentsKey;
import org.remotelog.format.Address;
import org.remotelog.server.rocksdb.RocksEngine;

/** Segments in the embedded engine. One that is not there is an empty one, which does not match. */
final class RocksSegmentStore implements SegmentStore {
    private final RocksEngine engine;

    RocksSegmentStore(RocksEngine engine) {
        this.engine = engine;
    }

    @Override
    public CompletionStage<ByteString> segment(Address address, long size, SegmentsKey key, long number) {
        return Failures.named(address, engine.get(Columns.SEGMENTS, SegmentRow.key(key, number)))
                .thenApply(row ->
                        Segment.open(address, number, Segment.length(size, number), row.orElse(ByteString.EMPTY)));
    }
}
