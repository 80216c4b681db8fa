package org.remotelog.server.rocksdb;

import java.io.Serial;

/** Bytes on disk are not what was written: a checksum of RocksDB does not hold. */
public final class CorruptionException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    CorruptionException(String message, Throwable cause) {
        super(message, cause);
    }
}
