package org.remotelog.server;

import java.util.Optional;

/**
 * How a store uses its machine.
 *
 * @param memory bytes of native memory for caches, indexes, filters and write buffers, at least
 *     {@link #MIN_MEMORY}
 * @param diskReserve to leave free on the disk: writes that would go below are refused
 * @param backups if it is backed up
 */
public record StoreConfig(long memory, Reserve diskReserve, Optional<BackupConfig> backups) {
    /** 16 MiB: a group of writes has up to 8 MiB, and passes through the write buffers. */
    public static final long MIN_MEMORY = 16L << 20;

    /**
     * 128 MiB: the indexes and filters of 10 million entries have some 30 MB, and leave room for write
     * buffers and for what is read often.
     */
    public static final StoreConfig DEFAULT = new StoreConfig(128L << 20, Reserve.DEFAULT, Optional.empty());

    public StoreConfig {
        if (memory < MIN_MEMORY) {
            throw new IllegalArgumentException("a store needs at least " + MIN_MEMORY + " bytes of memory");
        }
    }
}
