package org.remotelog.server;

/**
 * Space to leave free on a disk: the larger of a size and a share of the disk.
 *
 * @param bytes at least so many
 * @param percent of the file system's size
 */
public record Reserve(long bytes, double percent) {
    /**
     * 1 GiB holds what the store writes once more after it was accepted (its log becomes tables) and
     * what a compaction needs beside that; 5 % keeps a large disk from slowing down, as full ones do.
     */
    public static final Reserve DEFAULT = new Reserve(1L << 30, 5);

    /** Leaves nothing: for tests, and for a disk that nobody else uses and that may fill up. */
    public static final Reserve NONE = new Reserve(0, 0);

    public Reserve {
        if (bytes < 0 || !(percent >= 0 && percent < 100)) {
            throw new IllegalArgumentException("a reserve is a size, or less than 100 percent");
        }
    }

    /** The reserve on a disk of a size. */
    public long on(long diskBytes) {
        return Math.max(bytes, (long) (diskBytes * (percent / 100)));
    }
}
