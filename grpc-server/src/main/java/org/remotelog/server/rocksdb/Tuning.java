package org.remotelog.server.rocksdb;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/** Every setting of RocksDB that is not its default, each with its why. */
final class Tuning {
    private final NativeHandles handles;
    private final Cache cache;

    Tuning(NativeHandles handles, long cacheBytes) {
        this.handles = handles;
        this.cache = handles.add(new LRUCache(cacheBytes));
    }

    DBOptions database() {
        return handles.add(new DBOptions())
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                // An incomplete record at the end of the log is a write that was cut off before anybody was told that
                // it is stored. Any other damage of the log means acknowledged writes: then refuse to open, where the
                // default would silently go back to the point before it.
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                // The log of a column that is seldom written must not keep all logs alive, and a restart replays them.
                .setMaxTotalWalSize(256L << 20)
                // As is the default: said because a store whose files do not add up must not take writes.
                .setParanoidChecks(true)
                // RocksDB's own diary beside the data: enough for a post mortem, bounded.
                .setInfoLogLevel(InfoLogLevel.INFO_LEVEL)
                .setMaxLogFileSize(4L << 20)
                .setKeepLogFileNum(4)
                // Statistics that nobody reads; /metrics has ours.
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
    }

    ColumnFamilyOptions column(Column.Values values) {
        ColumnFamilyOptions options = handles.add(new ColumnFamilyOptions())
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        // Indexes and filters count against the cache, so that memory is bounded by it.
                        .setCacheIndexAndFilterBlocks(true)
                        .setCacheIndexAndFilterBlocksWithHighPriority(true)
                        .setPinL0FilterAndIndexBlocksInCache(true)
                        // 10 bits a key: of the keys that are not there, 1 in 100 costs a read. Most contents that are
                        // added, and all that are asked for by FindMissing before, are not there.
                        .setFilterPolicy(handles.add(new BloomFilter(10))));
        return switch (values) {
            case SMALL -> options.setCompressionType(CompressionType.LZ4_COMPRESSION);
            // All of them in files beside the tree, the short ones too. A compaction never reads those, and each has a
            // checksum of its own: bytes that go bad on disk cost one content. In the tree they would cost the
            // contents around it as well, and then fail the compaction that meets them, upon which RocksDB takes no
            // more writes.
            // Not compressed: an operator can find a content's bytes in the files, and clients that care encrypt.
            case CONTENTS ->
                options.setCompressionType(CompressionType.LZ4_COMPRESSION)
                        .setEnableBlobFiles(true)
                        .setMinBlobSize(0)
                        .setBlobCompressionType(CompressionType.NO_COMPRESSION);
        };
    }

    /** What is acknowledged is on disk. */
    WriteOptions synced() {
        return handles.add(new WriteOptions()).setSync(true);
    }
}
