package org.remotelog.format;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4), from the JDK: it uses the processor's instructions. */
final class Sha256 {
    static final int BYTES = 32;

    /** To look a provider up costs as much as to hash some hundred bytes. */
    private static final ThreadLocal<MessageDigest> DIGESTS = ThreadLocal.withInitial(Sha256::digest);

    private Sha256() {}

    /** The hash of the pieces one after the other. */
    static ByteString of(ByteString... pieces) {
        MessageDigest digest = DIGESTS.get();
        for (ByteString piece : pieces) {
            update(digest, piece);
        }
        return UnsafeByteOperations.unsafeWrap(digest.digest());
    }

    /** Hashes the bytes where they are: by way of a read-only buffer they would be copied first. */
    static void update(MessageDigest digest, ByteString bytes) {
        try {
            UnsafeByteOperations.unsafeWriteTo(bytes, new Input(digest));
        } catch (IOException e) {
            throw new UncheckedIOException("a digest does no I/O", e);
        }
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static final class Input extends ByteOutput {
        private final MessageDigest digest;

        Input(MessageDigest digest) {
            this.digest = digest;
        }

        @Override
        public void write(byte value) {
            digest.update(value);
        }

        @Override
        public void write(byte[] value, int offset, int length) {
            digest.update(value, offset, length);
        }

        @Override
        public void writeLazy(byte[] value, int offset, int length) {
            digest.update(value, offset, length);
        }

        @Override
        public void write(ByteBuffer value) {
            digest.update(value);
        }

        @Override
        public void writeLazy(ByteBuffer value) {
            digest.update(value);
        }
    }
}
