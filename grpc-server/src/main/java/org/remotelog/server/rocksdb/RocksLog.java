package org.remotelog.server.rocksdb;

import org.rocksdb.InfoLogLevel;
import org.rocksdb.Logger;
import org.slf4j.LoggerFactory;

/** Puts what RocksDB says into the server's log: there its warnings are seen. The rest is at level DEBUG. */
final class RocksLog extends Logger {
    private static final org.slf4j.Logger log = LoggerFactory.getLogger("rocksdb");

    RocksLog() {
        super(log.isDebugEnabled() ? InfoLogLevel.INFO_LEVEL : InfoLogLevel.WARN_LEVEL);
    }

    @Override
    protected void log(InfoLogLevel level, String line) {
        switch (level) {
            case ERROR_LEVEL, FATAL_LEVEL -> log.error("{}", line);
            case WARN_LEVEL -> log.warn("{}", line);
            default -> log.debug("{}", line);
        }
    }
}
