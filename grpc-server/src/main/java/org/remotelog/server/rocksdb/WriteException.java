package org.remotelog.server.rocksdb;

import java.io.Serial;
import org.rocksdb.RocksDBException;

/** RocksDB failed to write, and now takes no writes until it is opened anew. */
final class WriteException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final RuntimeException seenByCallers;

    WriteException(RocksDBException failure) {
        super(failure.getMessage(), failure);
        this.seenByCallers = Failures.of(failure);
    }

    RuntimeException seenByCallers() {
        return seenByCallers;
    }
}
