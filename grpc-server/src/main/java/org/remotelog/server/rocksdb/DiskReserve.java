package org.remotelog.server.rocksdb;

import java.util.function.LongSupplier;

/**
 * Whether the disk is down to what must stay free, so that RocksDB hardly ever meets a full disk. Safe
 * for use by many threads.
 */
final class DiskReserve {
    /** How much is accepted between two looks at the disk: a look costs a system call, a write may come every 10 us. */
    private static final long LOOK_EVERY_BYTES = 1 << 20;

    private final long reserve;
    private final LongSupplier usable;
    private long unchecked;
    private volatile boolean reached;

    /**
     * @param usable how many bytes the disk has left
     */
    DiskReserve(long reserve, LongSupplier usable) {
        this.reserve = reserve;
        this.usable = usable;
        look();
    }

    /** Whether a write of so many bytes must be refused. */
    synchronized boolean refuses(long bytes) {
        unchecked += bytes;
        if (reached || unchecked >= LOOK_EVERY_BYTES) {
            reached = usable.getAsLong() - bytes < reserve;
            unchecked = 0;
        }
        return reached;
    }

    /** Looks at the disk, which others fill and clear too. */
    synchronized void look() {
        reached = usable.getAsLong() < reserve;
        unchecked = 0;
    }

    /** Whether it was reached when somebody looked last. */
    boolean isReached() {
        return reached;
    }

    /** What must stay free, in bytes. */
    long bytes() {
        return reserve;
    }

    /** What is free, in bytes. */
    long free() {
        return usable.getAsLong();
    }
}
