package org.remotelog.server.rocksdb;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Puts what RocksDB says into the server's log: there its warnings are seen. The rest is at level DEBUG and what it says of an
 * opening that fails is left to the exception.
 */
final class RocksLog extends Logger {
    private static final org.slf4j.Logger log = LoggerFactory.getLogger("rocksdb");

    private final List<Line> opening = new ArrayList<>(); // Guarded by this; what is said until the database is open.
    private boolean isOpen; // Likewise.

    RocksLog() {
        super(log.isDebugEnabled() ? InfoLogLevel.INFO_LEVEL : InfoLogLevel.WARN_LEVEL);
    }

    @Override
    protected synchronized void log(InfoLogLevel level, String text) {
        Line line = new Line(levelOf(level), text);
        if (isOpen) {
            line.log();
        } else {
            opening.add(line);
        }
    }

    /** The database is open: what it said until now is worth to be known. */
    synchronized void opened() {
        isOpen = true;
        opening.forEach(Line::log);
        opening.clear();
    }

    private static Level levelOf(InfoLogLevel level) {
        return switch (level) {
            case ERROR_LEVEL, FATAL_LEVEL -> Level.ERROR;
            case WARN_LEVEL -> Level.WARN;
            default -> Level.DEBUG;
        };
    }

    private record Line(Level level, String text) {
        void log() {
            log.atLevel(level).log("{}", text);
        }
    }
}
