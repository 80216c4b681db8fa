package org.remotelog.cas.rocksdb;

import com.google.common.primitives.Longs;
import com.google.protobuf.ByteString;
import java.util.Optional;
import org.remotelog.cas.store.Entry;
import org.remotelog.cas.store.SegmentsKey;
import org.remotelog.format.Address;
import org.remotelog.server.rocksdb.CorruptionException;
import org.remotelog.server.rocksdb.View;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A row of the index: the size, 8 bytes big-endian; and the key of its segments, 16 bytes, when the content is not stored
 * whole. It stands apart from the contents, because to ask them whether one exists would read it.
 */
final class IndexRow {
    private static final Logger log = LoggerFactory.getLogger(IndexRow.class);

    private IndexRow() {}

    static ByteString key(Address address) {
        return address.hash();
    }

    static ByteString whole(long size) {
        return ByteString.copyFrom(Longs.toByteArray(size));
    }

    static ByteString inSegments(long size, SegmentsKey segments) {
        return whole(size).concat(segments.bytes());
    }

    static long size(ByteString row) {
        return Longs.fromByteArray(row.substring(0, Long.BYTES).toByteArray());
    }

    static Entry decode(Address address, ByteString row) {
        ByteString segments = row.substring(Long.BYTES);
        return new Entry(
                address, size(row), segments.isEmpty() ? Optional.empty() : Optional.of(new SegmentsKey(segments)));
    }

    /**
     * The entry of an address. Where the answer cannot be read there is none: then the content is added again, which
     * writes the row anew.
     */
    static Optional<Entry> find(View view, Address address) {
        try {
            return view.get(Columns.INDEX, key(address)).map(row -> decode(address, row));
        } catch (CorruptionException e) {
            log.error("cannot tell whether {} is stored: {}", address, e.getMessage());
            return Optional.empty();
        }
    }
}
