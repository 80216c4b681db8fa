package org.remotelog.server.rocksdb;

import com.google.protobuf.ByteString;
import org.remotelog.format.RemoteLogException;

/** A view that also writes: it reads what it, and the transactions before it, have written. */
public interface Batch extends View {
    /**
     * Writes a value, over one that may be there.
     *
     * @throws RemoteLogException DISK_FULL if the disk's reserve is reached
     */
    void put(Column column, ByteString key, ByteString value);

    /** Removes what may be under a key; also when the disk's reserve is reached. */
    void delete(Column column, ByteString key);
}
