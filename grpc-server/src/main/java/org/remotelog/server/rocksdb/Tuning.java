package org.remotelog.server.rocksdb;

import java.util.Objects;
import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.LRUCache;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/** Every setting of RocksDB that is not its default, each with its why. */
final class Tuning {
    /** Fewer shards than RocksDB would make: a content as long as a shard is never cached, and write buffers are uneven. */
    private static final int BLOCK_SHARD_BITS = 4;

    private static final int CONTENT_SHARD_BITS = 2;

    /** A piece of a filter, or of an index: 16 KiB are for 13,000 keys. */
    private static final int METADATA_BLOCK = 16 << 10;

    private final NativeHandles handles;
    private final MemoryShares shares;
    private final Cache blocks;
    private final WriteBufferManager writeBuffers;
    private final ColumnFamilyOptions fromText;
    private final RocksLog log;

    Tuning(NativeHandles handles, MemoryShares shares) {
        this.handles = handles;
        this.log = handles.add(new RocksLog());
        this.shares = shares;
        // Indexes and filters may take half before they are evicted like any block.
        this.blocks = handles.add(new LRUCache(shares.blocks(), BLOCK_SHARD_BITS, false, 0.5));
        // It stalls writers rather than pass its bound, and what it counts takes room from blocks.
        this.writeBuffers = handles.add(new WriteBufferManager(shares.writeBuffers(), blocks, true));
        this.fromText = handles.add(fromText(shares.contents()));
    }

    /** The cache of blocks, with indexes, filters and write buffers in it. */
    Cache blocks() {
        return blocks;
    }

    /** What RocksDB says. */
    RocksLog log() {
        return log;
    }

    DBOptions database() {
        return handles.add(withFileChecksums())
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                // An incomplete record at the end of the log is a write that was cut off before anybody was told that
                // it is stored. Any other damage of the log means acknowledged writes: then refuse to open, where the
                // default would silently go back to the point before it.
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                // The log of a column that is seldom written must not keep all logs alive: a start after a crash
                // replays them, which takes a second for some 50 MB.
                .setMaxTotalWalSize(shares.writeBuffers())
                .setWriteBufferManager(writeBuffers)
                // One thread writes: what lets several write at a time only costs it.
                .setAllowConcurrentMemtableWrite(false)
                // Files that are open take descriptors and some memory each, which no cache counts. Fewer than the 1024
                // that a process may open where nobody raised it.
                .setMaxOpenFiles(512)
                // As is the default: said because a store whose files do not add up must not take writes.
                .setParanoidChecks(true)
                // Instead of a diary of its own beside the data, where nobody sees a warning.
                .setLogger(log)
                // Statistics that nobody reads; /metrics has ours.
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
    }

    ColumnFamilyOptions column(Column.Values values) {
        ColumnFamilyOptions options = handles.add(new ColumnFamilyOptions(fromText))
                .setWriteBufferSize(shares.writeBuffer())
                // Most keys that are looked up before they are written are not there: a filter is faster than the list.
                .setMemtableWholeKeyFiltering(true)
                .setMemtablePrefixBloomSizeRatio(0.02)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(blocks)
                        // Indexes and filters count against the cache, so that memory is bounded by it.
                        .setCacheIndexAndFilterBlocks(true)
                        .setCacheIndexAndFilterBlocksWithHighPriority(true)
                        .setPinL0FilterAndIndexBlocksInCache(true)
                        // In pieces, so that a store that has outgrown its memory reads a piece where it would
                        // otherwise
                        // read, and evict others for, the megabytes of a whole filter. What finds the pieces is small
                        // and stays. Not of 4 KiB as is the default: each look has to find its piece first.
                        .setMetadataBlockSize(METADATA_BLOCK)
                        .setIndexType(IndexType.kTwoLevelIndexSearch)
                        .setPartitionFilters(true)
                        .setPinTopLevelIndexAndFilter(true)
                        // 10 bits a key: of the keys that are not there, 1 in 100 costs a read. Most contents that are
                        // added, and all that are asked for by FindMissing before, are not there.
                        .setFilterPolicy(handles.add(new BloomFilter(10))));
        return switch (values) {
            case SMALL -> options;
            case OF_HASHES -> ofHashes(options);
            // All of them in files beside the tree, the short ones too. A compaction never reads those, and each has a
            // checksum of its own: bytes that go bad on disk cost one content. In the tree they would cost the
            // contents around it as well, and then fail the compaction that meets them, upon which RocksDB takes no
            // more writes.
            // Not compressed: an operator can find a content's bytes in the files, and clients that care encrypt.
            case CONTENTS ->
                ofHashes(options)
                        .setEnableBlobFiles(true)
                        .setMinBlobSize(0)
                        .setBlobCompressionType(CompressionType.NO_COMPRESSION);
        };
    }

    /**
     * Keys in any order, which do not compress. Each flush writes all over the tree: in levels, it would be written anew
     * twenty times until it is at rest, a third of the processors' time when many short contents are added. The trees hold
     * keys and references alone, so that the space which the other style takes for a while does not matter.
     */
    private static ColumnFamilyOptions ofHashes(ColumnFamilyOptions options) {
        return options.setCompactionStyle(CompactionStyle.UNIVERSAL).setCompressionType(CompressionType.NO_COMPRESSION);
    }

    /**
     * What is acknowledged is on disk. A write that RocksDB would hold up comes back instead: it may be
     * held up until there is room on the disk, and nothing may wait so long within the gate.
     */
    WriteOptions synced() {
        return handles.add(new WriteOptions()).setSync(true).setNoSlowdown(true);
    }

    /**
     * A checksum for each file, noted when it is written: a backup then knows by their names which blob
     * files it has, where it would otherwise read all of them each time. To be had as text alone.
     */
    private static DBOptions withFileChecksums() {
        Properties text = new Properties();
        text.setProperty("file_checksum_gen_factory", "FileChecksumGenCrc32cFactory");
        return Objects.requireNonNull(DBOptions.getDBOptionsFromProps(text), "file_checksum_gen_factory");
    }

    /** What is to be had as text alone; options that are copied from these share it. */
    private static ColumnFamilyOptions fromText(long contentCache) {
        Properties text = new Properties();
        text.setProperty("blob_cache", "{capacity=" + contentCache + ";num_shard_bits=" + CONTENT_SHARD_BITS + "}");
        // A table where many keys in a row were deleted is compacted soon: only then does a blob file go of which
        // nothing
        // is left. (Not by RocksDB's own collection of garbage, which reads contents: one that is damaged would end
        // it.)
        text.setProperty(
                "table_properties_collectors",
                "{id=CompactOnDeletionCollector;window_size=128;deletion_trigger=64;deletion_ratio=0.3}");
        return Objects.requireNonNull(ColumnFamilyOptions.getColumnFamilyOptionsFromProps(text), "options from text");
    }
}
