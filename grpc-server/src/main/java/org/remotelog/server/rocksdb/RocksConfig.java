package org.remotelog.server.rocksdb;

import java.nio.file.Path;
import java.util.List;
import org.remotelog.server.StoreConfig;

/**
 * What a store is made of.
 *
 * @param directory made when it does not exist
 * @param format what the directory holds
 * @param columns all that there are
 * @param store how it uses the machine
 */
public record RocksConfig(Path directory, DataFormat format, List<Column> columns, StoreConfig store) {
    public RocksConfig {
        columns = List.copyOf(columns);
    }
}
