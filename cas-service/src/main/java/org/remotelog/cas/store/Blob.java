package org.remotelog.cas.store;

import com.google.protobuf.ByteString;
import org.remotelog.format.Address;

/**
 * A content with its address.
 *
 * @param address of the data; not checked here, because hashing is the work that is to be done once
 */
public record Blob(Address address, ByteString data) {
    /** Hashes a content. */
    public static Blob of(ByteString data) {
        return new Blob(Address.of(data), data);
    }
}
