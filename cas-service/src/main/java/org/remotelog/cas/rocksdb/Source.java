package org.remotelog.cas.rocksdb;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.remotelog.server.rocksdb.Column;
import org.remotelog.server.rocksdb.Lookup;
import org.remotelog.server.rocksdb.RocksEngine;

/** How values are read: as clients need them, or in passing. */
interface Source {
    CompletionStage<Optional<ByteString>> get(Column column, ByteString key);

    CompletionStage<List<Lookup>> getAll(Column column, List<ByteString> keys);

    static Source forClients(RocksEngine engine) {
        return new Source() {
            @Override
            public CompletionStage<Optional<ByteString>> get(Column column, ByteString key) {
                return engine.get(column, key);
            }

            @Override
            public CompletionStage<List<Lookup>> getAll(Column column, List<ByteString> keys) {
                return engine.getAll(column, keys);
            }
        };
    }

    static Source inPassing(RocksEngine engine) {
        return new Source() {
            @Override
            public CompletionStage<Optional<ByteString>> get(Column column, ByteString key) {
                return engine.inspect(column, List.of(key))
                        .thenApply(found -> found.get(0).orThrow());
            }

            @Override
            public CompletionStage<List<Lookup>> getAll(Column column, List<ByteString> keys) {
                return engine.inspect(column, keys);
            }
        };
    }
}
