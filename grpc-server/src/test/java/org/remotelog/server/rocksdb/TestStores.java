package org.remotelog.server.rocksdb;

import java.util.Optional;
import org.remotelog.server.Reserve;
import org.remotelog.server.StoreConfig;

/** Stores for tests. */
final class TestStores {
    /** The least memory, and the disk to its last byte. */
    static final StoreConfig SMALL = new StoreConfig(StoreConfig.MIN_MEMORY, Reserve.NONE, Optional.empty());

    private TestStores() {}
}
