package org.remotelog.cas.rocksdb;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.remotelog.cas.rocksdb.rows.UploadRow;
import org.remotelog.cas.store.Segment;
import org.remotelog.cas.store.SegmentsKey;
import org.remotelog.cas.store.Totals;
import org.remotelog.cas.store.Upload;
import org.remotelog.cas.store.UploadId;
import org.remotelog.cas.store.UploadStore;
import org.remotelog.format.Address;
import org.remotelog.server.rocksdb.RocksEngine;
import org.remotelog.server.rocksdb.View;

/** Uploads in the embedded engine: a row each, which is written with the segments that it counts. */
final class RocksUploadStore implements UploadStore {
    private final RocksEngine engine;

    RocksUploadStore(RocksEngine engine) {
        this.engine = engine;
    }

    @Override
    public CompletionStage<Optional<Upload>> find(UploadId id) {
        return engine.get(Columns.UPLOADS, id.bytes()).thenApply(row -> row.map(bytes -> decode(id.bytes(), bytes)));
    }

    @Override
    public CompletionStage<Boolean> append(Upload before, Upload after, List<ByteString> segments) {
        long bytes = segments.stream().mapToLong(ByteString::size).sum();
        return engine.commit(bytes, batch -> {
            if (!stands(batch, before)) {
                return false;
            }
            long number = Segment.count(before.committed());
            for (ByteString segment : segments) {
                batch.put(Columns.SEGMENTS, SegmentRow.key(before.key(), number++), segment);
            }
            batch.put(Columns.UPLOADS, before.id().bytes(), encode(after));
            return true;
        });
    }

    @Override
    public CompletionStage<Boolean> finish(Upload whole) {
        return engine.commit(0, batch -> {
            if (!stands(batch, whole)) {
                return false;
            }
            if (IndexRow.find(batch, whole.address()).isPresent()) {
                SegmentRow.delete(batch, whole.key(), whole.committed());
            } else {
                batch.put(Columns.INDEX, IndexRow.key(whole.address()), IndexRow.inSegments(whole.size(), whole.key()));
                TotalsRows.add(batch, new Totals(1, whole.size(), 0));
            }
            batch.put(Columns.UPLOADS, whole.id().bytes(), encode(whole.finish()));
            return true;
        });
    }

    @Override
    public CompletionStage<Boolean> discard(Upload upload) {
        return engine.commit(0, batch -> {
            if (!stands(batch, upload)) {
                return false;
            }
            if (!upload.finished()) {
                SegmentRow.delete(batch, upload.key(), upload.committed());
            }
            batch.delete(Columns.UPLOADS, upload.id().bytes());
            return true;
        });
    }

    @Override
    public CompletionStage<List<Upload>> list(Optional<UploadId> after, int limit) {
        ByteString from = after.map(id -> Scans.behind(id.bytes())).orElse(ByteString.EMPTY);
        return engine.read(view -> view.scan(Columns.UPLOADS, from, Scans.LAST, limit).stream()
                .map(row -> decode(row.key(), row.value()))
                .toList());
    }

    /** Whether the upload is as somebody believes; nothing may have been stored of one that has nothing committed. */
    private static boolean stands(View view, Upload believed) {
        Optional<Upload> stored = view.get(Columns.UPLOADS, believed.id().bytes())
                .map(row -> decode(believed.id().bytes(), row));
        return stored.map(upload -> upload.isAt(believed)).orElse(believed.committed() == 0);
    }

    private static ByteString encode(Upload upload) {
        return UploadRow.newBuilder()
                .setAddress(upload.address().bytes())
                .setSize(upload.size())
                .setSegments(upload.key().bytes())
                .setCommitted(upload.committed())
                .setTouched(upload.touched().toEpochMilli())
                .setFinished(upload.finished())
                .build()
                .toByteString();
    }

    private static Upload decode(ByteString id, ByteString bytes) {
        try {
            UploadRow row = UploadRow.parseFrom(bytes);
            return new Upload(
                    new UploadId(id),
                    new Address(row.getAddress()),
                    row.getSize(),
                    new SegmentsKey(row.getSegments()),
                    row.getCommitted(),
                    Instant.ofEpochMilli(row.getTouched()),
                    row.getFinished());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the row of an upload cannot be read", e);
        }
    }
}
