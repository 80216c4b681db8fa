package org.remotelog.ns.rocksdb;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.remotelog.format.Name;
import org.remotelog.format.SignedRecord;
import org.remotelog.ns.store.Corruption;
import org.remotelog.ns.store.Head;
import org.remotelog.ns.store.HeadChange;
import org.remotelog.ns.store.HeadStore;
import org.remotelog.ns.store.HeldContent;
import org.remotelog.ns.store.StoredRecord;
import org.remotelog.server.ServiceContext;
import org.remotelog.server.Stages;
import org.remotelog.server.StartupException;
import org.remotelog.server.rocksdb.Batch;
import org.remotelog.server.rocksdb.Column;
import org.remotelog.server.rocksdb.Column.Values;
import org.remotelog.server.rocksdb.CorruptionException;
import org.remotelog.server.rocksdb.DataFormat;
import org.remotelog.server.rocksdb.RestoreCommand;
import org.remotelog.server.rocksdb.RocksConfig;
import org.remotelog.server.rocksdb.RocksEngine;

/** Heads in RocksDB: a row per head, per record of a chain, per piece of a content. See {@link Rows} and {@link Keys}. */
public final class RocksHeadStore implements HeadStore, AutoCloseable {
    private static final DataFormat FORMAT = new DataFormat("ns", 1);

    private static final Column HEADS = new Column("heads", Values.SMALL);
    private static final Column RECORDS = new Column("records", Values.SMALL);

    /** Not of {@link Values#CONTENTS}: pieces are short, and go when a page is sealed. */
    private static final Column PIECES = new Column("pieces", Values.SMALL);

    private final RocksEngine engine;
    private final Corruption corruption;

    private RocksHeadStore(RocksEngine engine, Corruption corruption) {
        this.engine = engine;
        this.corruption = corruption;
    }

    /** The command that restores a backup of such a store. */
    public static Runnable restore() {
        return new RestoreCommand(FORMAT);
    }

    /**
     * Opens the store in the data directory of a service.
     *
     * @throws StartupException if it cannot be opened
     */
    public static RocksHeadStore open(ServiceContext context, Corruption corruption) {
        RocksConfig config = new RocksConfig(
                context.config().dataDir(),
                FORMAT,
                List.of(HEADS, RECORDS, PIECES),
                context.config().store());
        return new RocksHeadStore(RocksEngine.open(config, context.workers(), context.meters()), corruption);
    }

    @Override
    public CompletionStage<Optional<Head>> head(Name name) {
        return readable(
                name, engine.get(HEADS, Keys.head(name)).thenApply(row -> row.map(head -> decodeHead(name, head))));
    }

    @Override
    public CompletionStage<List<StoredRecord>> records(Name name, long from, int limit) {
        return readable(
                name,
                engine.read(view -> view.scan(RECORDS, Keys.record(name, from), Keys.afterRecords(name), limit))
                        .thenApply(rows -> rows.stream()
                                .map(row -> decode(name, "a record", row.value(), Rows::decodeRecord))
                                .toList()));
    }

    @Override
    public CompletionStage<List<ByteString>> pieces(Name name, HeldContent content) {
        ByteString from = Keys.piece(name, content.stack(), 0);
        ByteString to = Keys.piece(name, content.stack(), content.pieces());
        return readable(
                name,
                engine.read(view -> view.scan(PIECES, from, to, content.pieces()))
                        .thenApply(rows -> {
                            List<ByteString> pieces = new ArrayList<>();
                            rows.forEach(row -> pieces.add(row.value()));
                            Collections.reverse(pieces);
                            return pieces;
                        }));
    }

    @Override
    public CompletionStage<Optional<Head>> compareAndSet(HeadChange change) {
        Name name = change.name();
        Optional<ByteString> expected = change.expected().map(Rows::encode);
        return readable(name, engine.commit(change.bytes(), batch -> {
            Optional<ByteString> stored = batch.get(HEADS, Keys.head(name));
            if (!stored.equals(expected)) {
                return stored.map(row -> decodeHead(name, row));
            }
            write(change, batch);
            return Optional.of(change.next());
        }));
    }

    /** Commits what was accepted, then closes. */
    @Override
    public void close() {
        engine.close();
    }

    private static void write(HeadChange change, Batch batch) {
        Name name = change.name();
        change.forgotten().ifPresent(sequence -> batch.delete(RECORDS, Keys.record(name, sequence)));
        change.dropped().ifPresent(old -> {
            for (int i = 0; i < old.pieces(); i++) {
                batch.delete(PIECES, Keys.piece(name, old.stack(), i));
            }
        });
        Head next = change.next();
        batch.put(HEADS, Keys.head(name), Rows.encode(next));
        put(batch, new StoredRecord(next.record(), next.content().map(HeldContent::extent)));
        for (SignedRecord ancestor : change.ancestors()) {
            put(batch, new StoredRecord(ancestor, Optional.empty()));
        }
        change.piece().ifPresent(piece -> {
            HeldContent held = next.content().orElseThrow();
            batch.put(PIECES, Keys.piece(name, held.stack(), held.pieces() - 1), piece);
        });
    }

    private static void put(Batch batch, StoredRecord stored) {
        SignedRecord record = stored.record();
        batch.put(RECORDS, Keys.record(record.name(), record.sequence()), Rows.encode(stored));
    }

    private Head decodeHead(Name name, ByteString row) {
        return decode(name, "the head", row, Rows::decodeHead);
    }

    private <T> T decode(Name name, String what, ByteString row, BiFunction<Name, ByteString, T> decoder) {
        try {
            return decoder.apply(name, row);
        } catch (RuntimeException e) {
            throw corruption.found(name, what, e);
        }
    }

    /** Turns what RocksDB's own checksums find into the refusal that our checks give. */
    private <T> CompletionStage<T> readable(Name name, CompletionStage<T> read) {
        return read.exceptionallyCompose(failure -> {
            Throwable cause = Stages.causeOf(failure);
            return CompletableFuture.failedFuture(
                    cause instanceof CorruptionException ? corruption.found(name, "a row", cause) : failure);
        });
    }
}
