package org.remotelog.cas.rocksdb;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.cas.store.ContentStoreContract;
import org.remotelog.cas.store.Stores;

class RocksContentStoreTest extends ContentStoreContract {
    @TempDir
    Path directory;

    private TestDatabase database;

    @Override
    protected Stores open() {
        if (database == null) {
            database = new TestDatabase(directory);
        }
        return database.open();
    }

    @Override
    protected void close() {
        database.closeDatabase();
    }

    @AfterEach
    void stopWorkers() {
        database.close();
    }
}
