package org.remotelog.server.rocksdb;

import com.google.protobuf.ByteString;
import org.remotelog.format.RemoteLogException;

/**
 * A view that also writes. {@link #get} sees what this transaction, and those before it, have written; {@link #scan} only
 * what had been committed before.
 */
public interface Batch extends View {
    /**
     * Writes a value, over one that may be there.
     *
     * @throws RemoteLogException DISK_FULL if the disk's reserve is reached
     */
    void put(Column column, ByteString key, ByteString value);

    /** Removes what may be under a key; also when the disk's reserve is reached. */
    void delete(Column column, ByteString key);

    /**
     * Adds to a number, 8 bytes big-endian and 0 where there is none, when the transaction succeeds. Written once for all
     * transactions of a commit, and not seen by them: for totals.
     */
    void add(Column column, ByteString key, long change);
}
