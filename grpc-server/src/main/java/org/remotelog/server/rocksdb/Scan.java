package org.remotelog.server.rocksdb;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;

/**
 * A stretch of a column, as {@link RocksEngine#scan} found it.
 *
 * @param entries what could be read, in order
 * @param damaged where, behind them, nothing can be read
 * @param next the key from which a scan goes on; empty at the end
 */
public record Scan(List<View.Entry> entries, Optional<KeyRange> damaged, Optional<ByteString> next) {
    public Scan {
        entries = List.copyOf(entries);
    }

    /**
     * Keys that cannot be told, since what would name them is damaged.
     *
     * @param from the first that may be meant
     * @param to the first behind them
     * @param damage what is wrong with the bytes on disk
     */
    public record KeyRange(ByteString from, ByteString to, CorruptionException damage) {}
}
