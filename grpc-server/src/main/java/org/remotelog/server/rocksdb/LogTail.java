package org.remotelog.server.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The end of a write-ahead log, which RocksDB drops in silence where a write was cut off. A log is made
 * of blocks of 32 KiB; a record is one fragment, or several where it crosses blocks; a fragment has a
 * header of a checksum (4 bytes), a length (2, little-endian), a type (1), and in recycled logs the log's
 * number (4). What is shorter than a header at the end of a block is padding. See RocksDB's {@code
 * log_format.h}.
 */
final class LogTail {
    private static final int BLOCK = 32 << 10;
    private static final int HEADER = 7;
    private static final int RECYCLED_HEADER = 11;
    private static final int FIRST = 2;
    private static final int MIDDLE = 3;
    private static final int RECYCLED_FULL = 5;
    private static final int RECYCLED_FIRST = 6;
    private static final int RECYCLED_MIDDLE = 7;
    private static final int RECYCLED_LAST = 8;

    private final FileChannel file;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    private long complete; // Where the last whole record ends.

    private LogTail(FileChannel file) {
        this.file = file;
    }

    /** How many bytes stand behind the last whole record; 0 where nothing was cut off. */
    static long cutOff(Path log) throws IOException {
        try (FileChannel file = FileChannel.open(log)) {
            LogTail tail = new LogTail(file);
            for (long start = 0; start < file.size() && tail.readBlock(start); start += BLOCK) {}
            return file.size() - tail.complete;
        }
    }

    /** Whether the block came to its end with whole fragments. */
    private boolean readBlock(long start) throws IOException {
        block.clear();
        while (block.hasRemaining() && file.read(block, start + block.position()) > 0) {}
        block.flip();
        int at = 0;
        while (BLOCK - at >= HEADER) {
            if (block.limit() - at < HEADER) {
                return false;
            }
            int type = Byte.toUnsignedInt(block.get(at + 6));
            int end = at + (isRecycled(type) ? RECYCLED_HEADER : HEADER) + Short.toUnsignedInt(block.getShort(at + 4));
            if (type == 0 || end > block.limit()) {
                return false;
            }
            if (type != FIRST && type != MIDDLE && type != RECYCLED_FIRST && type != RECYCLED_MIDDLE) {
                complete = start + end;
            }
            at = end;
        }
        if (complete == start + at) {
            complete = start + block.limit(); // The padding belongs to the record.
        }
        return true;
    }

    private static boolean isRecycled(int type) {
        return type >= RECYCLED_FULL && type <= RECYCLED_LAST;
    }
}
