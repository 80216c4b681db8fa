package org.remotelog.format;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4), from the JDK: it uses the processor's instructions. */
final class Sha256 {
    static final int BYTES = 32;

    private Sha256() {}

    /** The hash of the pieces one after the other. */
    static ByteString of(ByteString... pieces) {
        MessageDigest digest = digest();
        for (ByteString piece : pieces) {
            for (ByteBuffer buffer : piece.asReadOnlyByteBufferList()) {
                digest.update(buffer);
            }
        }
        return UnsafeByteOperations.unsafeWrap(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
