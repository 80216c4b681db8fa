package org.remotelog.ns.rocksdb;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import org.remotelog.format.Name;

/**
 * The keys of rows. Each begins with the 32 bytes of the name's key; numbers are big-endian, so that the bytes sort as the
 * numbers do: sequences, revisions and piece numbers are never negative.
 */
final class Keys {
    private Keys() {}

    static ByteString head(Name name) {
        return name.publicKey();
    }

    static ByteString record(Name name, long sequence) {
        return name.publicKey().concat(number(sequence));
    }

    /** After every record of a name. */
    static ByteString afterRecords(Name name) {
        return name.publicKey().concat(number(-1));
    }

    static ByteString piece(Name name, long stack, int number) {
        return name.publicKey()
                .concat(UnsafeByteOperations.unsafeWrap(ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                        .putLong(stack)
                        .putInt(number)
                        .flip()));
    }

    private static ByteString number(long value) {
        return UnsafeByteOperations.unsafeWrap(
                ByteBuffer.allocate(Long.BYTES).putLong(value).flip());
    }
}
