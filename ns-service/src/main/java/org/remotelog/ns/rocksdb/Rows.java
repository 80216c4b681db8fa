package org.remotelog.ns.rocksdb;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.remotelog.format.Name;
import org.remotelog.format.SignedRecord;
import org.remotelog.ns.store.Head;
import org.remotelog.ns.store.HeldContent;
import org.remotelog.ns.store.HeldContent.Extent;
import org.remotelog.ns.store.StoredRecord;

/**
 * The values of rows: fields of fixed length, big-endian, then the envelope of the record as it came.
 *
 * <pre>
 * record: lineage 8 (0: no content), length 4, envelope
 * head:   revision 8, stack 8, pieces 4, lineage 8 (0: no content), length 4, envelope
 * </pre>
 */
final class Rows {
    private static final int EXTENT_BYTES = Long.BYTES + Integer.BYTES;
    private static final int HEAD_BYTES = 2 * Long.BYTES + Integer.BYTES + EXTENT_BYTES;

    private Rows() {}

    static ByteString encode(Head head) {
        ByteBuffer fields = ByteBuffer.allocate(HEAD_BYTES)
                .putLong(head.revision())
                .putLong(head.content().map(HeldContent::stack).orElse(0L))
                .putInt(head.content().map(HeldContent::pieces).orElse(0));
        return row(fields, head.content().map(HeldContent::extent), head.record());
    }

    static ByteString encode(StoredRecord stored) {
        return row(ByteBuffer.allocate(EXTENT_BYTES), stored.extent(), stored.record());
    }

    /** Throws some RuntimeException if it is no such row. */
    static Head decodeHead(Name name, ByteString row) {
        ByteBuffer fields = row.asReadOnlyByteBuffer();
        long revision = fields.getLong();
        long stack = fields.getLong();
        int pieces = fields.getInt();
        Optional<HeldContent> content = extent(fields).map(extent -> new HeldContent(stack, pieces, extent));
        return new Head(revision, SignedRecord.reread(name, row.substring(HEAD_BYTES)), content);
    }

    /** Throws some RuntimeException if it is no such row. */
    static StoredRecord decodeRecord(Name name, ByteString row) {
        Optional<Extent> extent = extent(row.asReadOnlyByteBuffer());
        return new StoredRecord(SignedRecord.reread(name, row.substring(EXTENT_BYTES)), extent);
    }

    private static ByteString row(ByteBuffer fields, Optional<Extent> extent, SignedRecord record) {
        fields.putLong(extent.map(Extent::lineage).orElse(0L));
        fields.putInt(extent.map(Extent::length).orElse(0));
        return UnsafeByteOperations.unsafeWrap(fields.flip()).concat(record.envelope());
    }

    private static Optional<Extent> extent(ByteBuffer fields) {
        long lineage = fields.getLong();
        int length = fields.getInt();
        return lineage == 0 ? Optional.empty() : Optional.of(new Extent(lineage, length));
    }
}
