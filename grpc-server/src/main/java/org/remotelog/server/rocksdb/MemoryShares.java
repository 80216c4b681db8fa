package org.remotelog.server.rocksdb;

/**
 * How the native memory of a store is shared out, in bytes.
 *
 * @param blocks for indexes, filters and blocks of tables, and within it the write buffers
 * @param contents for contents that were read from blob files
 * @param writeBuffers at most so much of {@code blocks} is for writes that are not in files yet
 */
record MemoryShares(long blocks, long contents, long writeBuffers) {
    /**
     * Three quarters for blocks. Half of that is left to indexes and filters, 30 MB for 10 million
     * entries, when the write buffers are full. Write buffers as large as that, because each one that
     * is flushed makes a blob file: contents of 1 KiB then come in files of 24 MiB.
     */
    static MemoryShares of(long total) {
        long blocks = total / 4 * 3;
        return new MemoryShares(blocks, total - blocks, blocks / 2);
    }

    /** Half: one buffer is filled while another one is flushed. */
    long writeBuffer() {
        return writeBuffers / 2;
    }
}
