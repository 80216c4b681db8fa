package org.remotelog.format;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.security.MessageDigest;

/** Finds the address of a content that comes piece by piece. Used by one thread at a time. */
public final class AddressDigest {
    private final MessageDigest digest = Sha256.digest();

    /** Takes the next piece. */
    public void update(ByteString piece) {
        Sha256.update(digest, piece);
    }

    /** The address of all pieces so far; then it begins anew. */
    public Address address() {
        return Address.ofHash(UnsafeByteOperations.unsafeWrap(digest.digest()));
    }
}
