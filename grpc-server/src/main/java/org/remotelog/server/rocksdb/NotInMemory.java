package org.remotelog.server.rocksdb;

import java.io.Serial;

/** A reading that must not block needs the disk. Ends the reading, so it carries no stack. */
final class NotInMemory extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    NotInMemory() {
        super("not in memory", null, false, false);
    }
}
