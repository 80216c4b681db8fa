package org.remotelog.cas.rocksdb;

import com.google.common.primitives.Ints;
import com.google.protobuf.ByteString;
import org.remotelog.cas.store.Segment;
import org.remotelog.cas.store.SegmentsKey;
import org.remotelog.server.rocksdb.Batch;

/** Where a segment stands. */
final class SegmentRow {
    private SegmentRow() {}

    static ByteString key(SegmentsKey segments, long number) {
        return segments.bytes().concat(ByteString.copyFrom(Ints.toByteArray(Math.toIntExact(number))));
    }

    /** Removes the segments of so many bytes. */
    static void delete(Batch batch, SegmentsKey segments, long bytes) {
        for (long number = 0; number < Segment.count(bytes); number++) {
            batch.delete(Columns.SEGMENTS, key(segments, number));
        }
    }
}
