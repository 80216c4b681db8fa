package org.remotelog.server.rocksdb;

import java.nio.file.Path;
import java.util.List;

/**
 * What a store is made of.
 *
 * @param directory made when it does not exist
 * @param format what the directory holds
 * @param columns all that there are
 * @param cacheBytes of the block cache that the columns share, with indexes and filters in it
 * @param diskReserveBytes to leave free on the disk
 */
public record RocksConfig(
        Path directory, DataFormat format, List<Column> columns, long cacheBytes, long diskReserveBytes) {
    public RocksConfig {
        columns = List.copyOf(columns);
    }
}
