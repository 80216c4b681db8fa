package org.remotelog.format;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * An Ed25519 private key: what makes Alice. It is stored as PKCS#8 in PEM (RFC 8410, RFC 7468), as
 * {@code openssl genpkey -algorithm ed25519} makes it. {@link #toString()} tells the name, never
 * the key.
 */
public final class SigningKey {
    private static final String PEM_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String PEM_END = "-----END PRIVATE KEY-----";

    /** What comes before the 32 bytes of the seed in a PrivateKeyInfo of version 1 (RFC 8410). */
    private static final ByteString PKCS8_PREFIX = ByteString.fromHex("302e020100300506032b657004220420");

    private static final int SEED_BYTES = 32;

    private final ByteString seed;
    private final PrivateKey key;
    private final Name name;

    private SigningKey(ByteString seed) {
        this.seed = seed;
        try {
            this.key = KeyFactory.getInstance("EdDSA", Ed25519.JDK)
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(PKCS8_PREFIX.concat(seed).toByteArray()));
            this.name = new Name(publicKeyOf(seed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no Ed25519 in this JVM", e);
        }
    }

    /** Makes a new key. */
    public static SigningKey generate(SecureRandom random) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return new SigningKey(UnsafeByteOperations.unsafeWrap(seed));
    }

    /**
     * Makes the key of a seed (RFC 8032, 5.1.5).
     *
     * @param seed 32 secret bytes
     * @throws IllegalArgumentException if it is not 32 bytes
     */
    public static SigningKey ofSeed(ByteString seed) {
        if (seed.size() != SEED_BYTES) {
            throw new IllegalArgumentException("a seed is " + SEED_BYTES + " bytes, not " + seed.size());
        }
        return new SigningKey(seed);
    }

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException if it is not an Ed25519 key as PKCS#8 in PEM
     */
    public static SigningKey parsePem(String pem) {
        int begin = pem.indexOf(PEM_BEGIN);
        int end = pem.indexOf(PEM_END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("not a private key in PEM (" + PEM_BEGIN + ")");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + PEM_BEGIN.length(), end));
        ByteString encoded = UnsafeByteOperations.unsafeWrap(der);
        if (encoded.size() != PKCS8_PREFIX.size() + SEED_BYTES || !encoded.startsWith(PKCS8_PREFIX)) {
            throw new IllegalArgumentException("not an Ed25519 key as PKCS#8");
        }
        return new SigningKey(encoded.substring(PKCS8_PREFIX.size()));
    }

    /** The key as PKCS#8 in PEM: secret. */
    public String toPem() {
        byte[] der = PKCS8_PREFIX.concat(seed).toByteArray();
        return PEM_BEGIN + "\n" + Base64.getEncoder().encodeToString(der) + "\n" + PEM_END + "\n";
    }

    /** The name that this key signs for. */
    public Name name() {
        return name;
    }

    /** Signs a message: 64 bytes. */
    ByteString sign(ByteString prefix, ByteString message) {
        try {
            Signature signer = Signature.getInstance("EdDSA", Ed25519.PROVIDER);
            signer.initSign(key);
            signer.update(prefix.concat(message).toByteArray());
            return UnsafeByteOperations.unsafeWrap(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    /**
     * The JDK does not derive a public key from a private one, but its generator makes the pair of
     * the seed that its source of random bytes answers.
     */
    private static ByteString publicKeyOf(ByteString seed) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519", Ed25519.JDK);
        generator.initialize(255, new FixedRandom(seed));
        KeyPair pair = generator.generateKeyPair();
        if (!ByteString.copyFrom(pair.getPrivate().getEncoded()).endsWith(seed)) {
            throw new IllegalStateException("this JDK's key generator does not take a seed");
        }
        return Ed25519.rawPublicKey(pair.getPublic());
    }

    @Override
    public String toString() {
        return "SigningKey[" + name + "]";
    }

    private static final class FixedRandom extends SecureRandom {
        private static final long serialVersionUID = 1;
        private final transient ByteString bytes;

        FixedRandom(ByteString bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] target) {
            bytes.copyTo(target, 0);
        }
    }
}
