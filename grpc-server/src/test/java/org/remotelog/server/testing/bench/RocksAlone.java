package org.remotelog.server.testing.bench;

import java.nio.file.Path;
import java.util.List;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB with its defaults and nothing around it. Safe for use by many threads. */
public final class RocksAlone implements AutoCloseable {
    private final Options options = new Options().setCreateIfMissing(true);
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final RocksDB db;

    public RocksAlone(Path directory) throws RocksDBException {
        this.db = RocksDB.open(options, directory.toString());
    }

    /** Puts a value, synced. */
    public void put(byte[] key, byte[] value) {
        try {
            db.put(synced, key, value);
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts values in one batch, synced. */
    public void putAll(List<byte[]> keys, List<byte[]> values) {
        try (WriteBatch batch = new WriteBatch()) {
            for (int i = 0; i < keys.size(); i++) {
                batch.put(keys.get(i), values.get(i));
            }
            db.write(synced, batch);
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The values of keys, with null for those that are not there. */
    public List<byte[]> getAll(List<byte[]> keys) {
        try {
            return db.multiGetAsList(keys);
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes what is in memory into tables, as a restart does. */
    public void flush() {
        try (FlushOptions flush = new FlushOptions()) {
            db.flush(flush);
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        db.close();
        synced.close();
        options.close();
    }
}
