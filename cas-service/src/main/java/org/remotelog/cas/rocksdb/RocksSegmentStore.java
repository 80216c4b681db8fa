package org.remotelog.cas.rocksdb;

import com.google.protobuf.ByteString;
import java.util.concurrent.CompletionStage;
import org.remotelog.cas.store.Segment;
import org.remotelog.cas.store.SegmentStore;
import org.remotelog.cas.store.SegmentsKey;
import org.remotelog.format.Address;

/** Segments in the embedded engine. One that is not there is an empty one, which does not match. */
final class RocksSegmentStore implements SegmentStore {
    private final Source source;

    RocksSegmentStore(Source source) {
        this.source = source;
    }

    @Override
    public CompletionStage<ByteString> segment(Address address, long size, SegmentsKey key, long number) {
        return Failures.named(address, source.get(Columns.SEGMENTS, SegmentRow.key(key, number)))
                .thenApply(row ->
                        Segment.open(address, number, Segment.length(size, number), row.orElse(ByteString.EMPTY)));
    }
}
