package org.remotelog.server.rocksdb;

import java.util.function.LongSupplier;

/**
 * Whether the disk is down to what must stay free, so that RocksDB never meets a full disk: it would
 * refuse all writes until a restart. Used by one thread.
 */
final class DiskReserve {
    /** How much is accepted between two looks at the disk: a look costs a system call, a write may come every 10 us. */
    private static final long LOOK_EVERY_BYTES = 1 << 20;

    private final long reserve;
    private final LongSupplier usable;
    private long unchecked = LOOK_EVERY_BYTES;
    private boolean reached;

    /**
     * @param usable how many bytes the disk has left
     */
    DiskReserve(long reserve, LongSupplier usable) {
        this.reserve = reserve;
        this.usable = usable;
    }

    /** Whether a write of so many bytes must be refused. */
    boolean refuses(long bytes) {
        unchecked += bytes;
        if (reached || unchecked >= LOOK_EVERY_BYTES) {
            reached = usable.getAsLong() - bytes < reserve;
            unchecked = 0;
        }
        return reached;
    }
}
