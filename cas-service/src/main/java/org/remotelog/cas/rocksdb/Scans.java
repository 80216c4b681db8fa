package org.remotelog.cas.rocksdb;

import com.google.protobuf.ByteString;

/** Where a scan goes on. */
final class Scans {
    private static final ByteString ZERO = ByteString.copyFrom(new byte[1]);

    /** Behind every key: none has as many bytes. */
    static final ByteString LAST = ByteString.fromHex("ff".repeat(33));

    private Scans() {}

    /** The first key behind another one. */
    static ByteString behind(ByteString key) {
        return key.concat(ZERO);
    }
}
