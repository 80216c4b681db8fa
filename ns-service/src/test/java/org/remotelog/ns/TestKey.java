package org.remotelog.ns;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import org.remotelog.format.Name;
import org.remotelog.format.SigningKey;

/** A key that signs anything, also what our API refuses to make. */
public final class TestKey {
    private static final ByteString PKCS8_PREFIX = ByteString.fromHex("302e020100300506032b657004220420");
    private static final ByteString DOMAIN = ByteString.copyFromUtf8("ipns-signature:");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SigningKey key;
    private final PrivateKey signer;

    /** A new key, and so a name that no other test uses. */
    public TestKey() {
        byte[] seed = new byte[32];
        RANDOM.nextBytes(seed);
        this.key = SigningKey.ofSeed(ByteString.copyFrom(seed));
        try {
            byte[] encoded = PKCS8_PREFIX.concat(ByteString.copyFrom(seed)).toByteArray();
            this.signer = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public SigningKey key() {
        return key;
    }

    public Name name() {
        return key.name();
    }

    ByteString sign(ByteString data) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(signer);
            signature.update(DOMAIN.concat(data).toByteArray());
            return UnsafeByteOperations.unsafeWrap(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
