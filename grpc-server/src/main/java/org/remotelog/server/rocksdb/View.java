package org.remotelog.server.rocksdb;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;

/** The store as it is at one moment. Valid only while the function that it was given to runs. */
public interface View {
    /**
     * The value under a key.
     *
     * @throws CorruptionException if the bytes on disk are not what was written
     */
    Optional<ByteString> get(Column column, ByteString key);

    /**
     * The first entries, at most {@code limit}, from a key on (inclusive) to another (exclusive), in
     * the order of unsigned bytes. To go on, scan again from the last key's successor.
     *
     * @throws CorruptionException if the bytes on disk are not what was written
     */
    List<Entry> scan(Column column, ByteString from, ByteString to, int limit);

    /** A key with its value. */
    record Entry(ByteString key, ByteString value) {}
}
