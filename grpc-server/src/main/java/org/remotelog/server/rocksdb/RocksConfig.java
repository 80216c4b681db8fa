package org.remotelog.server.rocksdb;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.remotelog.server.StoreConfig;

/**
 * What a store is made of.
 *
 * @param directory made when it does not exist
 * @param format what the directory holds
 * @param columns all that there are; those that the directory lacks are made
 * @param migrations by the version that they start from, each to the one after it. Each is one atomic
 *     step and is done once, when an older directory is opened. A version that has none is refused
 * @param store how it uses the machine
 */
public record RocksConfig(
        Path directory,
        DataFormat format,
        List<Column> columns,
        Map<Integer, Transaction<?>> migrations,
        StoreConfig store) {
    public RocksConfig {
        columns = List.copyOf(columns);
        migrations = Map.copyOf(migrations);
    }

    /** A store whose format has had one version only. */
    public RocksConfig(Path directory, DataFormat format, List<Column> columns, StoreConfig store) {
        this(directory, format, columns, Map.of(), store);
    }
}
