package org.remotelog.server.rocksdb;

import java.io.Serial;

/** RocksDB failed for a reason that no caller can mend: an I/O error, a bug. */
final class EngineException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
