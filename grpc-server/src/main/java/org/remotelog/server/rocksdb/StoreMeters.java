package org.remotelog.server.rocksdb;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.remotelog.format.RemoteLogException;

/** What a store takes of its machine, as gauges. They say nothing (NaN) once it is closed. */
final class StoreMeters implements MeterBinder {
    private static final String WRITE_BUFFERS = "rocksdb.size-all-mem-tables";

    private final Database database;
    private final RocksConfig config;
    private final StoreFiles files;

    StoreMeters(Database database, RocksConfig config, StoreFiles files) {
        this.database = database;
        this.config = config;
        this.files = files;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        memory(meters, "blocks", db -> Math.max(0, db.blockBytes() - db.total(WRITE_BUFFERS)));
        memory(meters, "pinned", OpenDatabase::pinnedBytes);
        memory(meters, "write_buffers", db -> db.total(WRITE_BUFFERS));
        memory(meters, "tables", db -> db.total("rocksdb.estimate-table-readers-mem"));
        Optional<Column> contents = config.columns().stream()
                .filter(column -> column.values() == Column.Values.CONTENTS)
                .findFirst(); // They share one cache.
        memory(
                meters,
                "contents",
                db -> contents.map(column -> db.of(column, "rocksdb.blob-cache-usage"))
                        .orElse(0L));
        bytes(meters, "store.memory.limit", () -> config.store().memory());
        bytes(meters, "store.disk.free", () -> database.reserve().free());
        bytes(meters, "store.disk.reserve", () -> database.reserve().bytes());
        bytes(meters, "store.disk", files::bytes);
        config.columns()
                .forEach(column -> Gauge.builder(
                                "store.entries", () -> ask(db -> db.of(column, "rocksdb.estimate-num-keys")))
                        .tag("column", column.name())
                        .register(meters));
        Gauge.builder("store.writable", () -> database.isWritable() ? 1 : 0).register(meters);
    }

    private static void bytes(MeterRegistry meters, String name, Supplier<Number> bytes) {
        Gauge.builder(name, bytes).baseUnit("bytes").register(meters);
    }

    private void memory(MeterRegistry meters, String part, ToLongFunction<OpenDatabase> bytes) {
        Gauge.builder("store.memory", () -> ask(bytes))
                .tag("part", part)
                .baseUnit("bytes")
                .register(meters);
    }

    private double ask(ToLongFunction<OpenDatabase> figure) {
        try {
            return database.pass(figure::applyAsLong);
        } catch (RemoteLogException e) {
            return Double.NaN;
        }
    }
}
