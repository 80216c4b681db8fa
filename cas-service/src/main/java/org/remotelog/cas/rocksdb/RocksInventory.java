package org.remotelog.cas.rocksdb;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.remotelog.cas.rocksdb.rows.QuarantineRow;
import org.remotelog.cas.store.Entry;
import org.remotelog.cas.store.EntryPage;
import org.remotelog.cas.store.Inventory;
import org.remotelog.cas.store.Quarantined;
import org.remotelog.cas.store.SegmentsKey;
import org.remotelog.cas.store.Totals;
import org.remotelog.format.Address;
import org.remotelog.server.rocksdb.Batch;
import org.remotelog.server.rocksdb.CorruptionException;
import org.remotelog.server.rocksdb.RocksEngine;
import org.remotelog.server.rocksdb.View;

/** The index in the embedded engine, and the quarantine beside it. */
final class RocksInventory implements Inventory {
    private final RocksEngine engine;
    private final Clock clock;

    RocksInventory(RocksEngine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public CompletionStage<EntryPage> entries(Optional<ByteString> from, int limit) {
        return engine.scan(Columns.INDEX, from.orElse(ByteString.EMPTY), Scans.LAST, limit)
                .thenApply(scan -> new EntryPage(
                        scan.entries().stream()
                                .map(row -> IndexRow.decode(Address.ofHash(row.key()), row.value()))
                                .toList(),
                        scan.damaged()
                                .map(range -> String.valueOf(range.damage().getMessage())),
                        scan.next()));
    }

    @Override
    public CompletionStage<Boolean> quarantine(Address address, Optional<SegmentsKey> segments, String why) {
        return engine.commit(0, batch -> {
            Optional<Entry> entry = IndexRow.find(batch, address);
            Optional<SegmentsKey> where = entry.flatMap(Entry::segments);
            Optional<ByteString> evidence = where.equals(segments)
                    ? where.isPresent() ? Optional.of(ByteString.EMPTY) : evidence(batch, address, entry.isPresent())
                    : Optional.empty();
            evidence.ifPresent(found -> withdraw(batch, address, entry, found, why));
            return evidence.isPresent();
        });
    }

    @Override
    public CompletionStage<List<Quarantined>> quarantined(Optional<Address> after, int limit) {
        ByteString from =
                after.map(address -> Scans.behind(IndexRow.key(address))).orElse(ByteString.EMPTY);
        return engine.read(view -> view.scan(Columns.QUARANTINE, from, Scans.LAST, limit))
                .thenApply(rows -> rows.stream()
                        .map(row -> decode(Address.ofHash(row.key()), row.value()))
                        .toList());
    }

    @Override
    public CompletionStage<Totals> totals() {
        return engine.read(TotalsRows::read);
    }

    /**
     * What is stored in place of the content: none when it is right, or when there is no entry at all; empty when it
     * cannot be read, or when the index alone knows it.
     */
    private static Optional<ByteString> evidence(View view, Address address, boolean indexed) {
        try {
            Optional<ByteString> found = view.get(Columns.CONTENTS, IndexRow.key(address));
            return found.isEmpty() && indexed
                    ? Optional.of(ByteString.EMPTY)
                    : found.filter(bytes -> !address.matches(bytes));
        } catch (CorruptionException e) {
            return Optional.of(ByteString.EMPTY);
        }
    }

    private void withdraw(Batch batch, Address address, Optional<Entry> entry, ByteString found, String why) {
        ByteString key = IndexRow.key(address);
        long size = entry.map(Entry::size).orElse((long) found.size());
        boolean isNew = batch.get(Columns.QUARANTINE, key).isEmpty();
        batch.put(Columns.QUARANTINE, key, encode(size, found, entry.flatMap(Entry::segments), why));
        batch.delete(Columns.INDEX, key);
        batch.delete(Columns.CONTENTS, key);
        TotalsRows.add(batch, new Totals(entry.isPresent() ? -1 : 0, entry.isPresent() ? -size : 0, isNew ? 1 : 0));
    }

    private ByteString encode(long size, ByteString found, Optional<SegmentsKey> segments, String why) {
        return QuarantineRow.newBuilder()
                .setSize(size)
                .setFound(found)
                .setSegments(segments.map(SegmentsKey::bytes).orElse(ByteString.EMPTY))
                .setAt(clock.millis())
                .setWhy(why)
                .build()
                .toByteString();
    }

    private static Quarantined decode(Address address, ByteString bytes) {
        try {
            QuarantineRow row = QuarantineRow.parseFrom(bytes);
            return new Quarantined(
                    address,
                    row.getSize(),
                    row.getSegments().isEmpty() ? row.getFound().size() : row.getSize(),
                    Instant.ofEpochMilli(row.getAt()),
                    row.getWhy());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the row of " + address + " in quarantine cannot be read", e);
        }
    }
}
