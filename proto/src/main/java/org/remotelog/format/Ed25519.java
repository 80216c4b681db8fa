package org.remotelog.format;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.google.protobuf.ByteString;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Set;

/**
 * Ed25519 (RFC 8032), by Amazon Corretto Crypto Provider where its native library loads, else by
 * the JDK: the former is an order of magnitude faster.
 */
final class Ed25519 {
    static final int KEY_BYTES = 32;
    static final int SIGNATURE_BYTES = 64;

    /** What comes before the 32 bytes of a key in a SubjectPublicKeyInfo (RFC 8410). */
    private static final ByteString X509_PREFIX = ByteString.fromHex("302a300506032b6570032100");

    /**
     * Every encoding of a point of order 1, 2, 4 or 8, also those that are not reduced modulo p. For
     * such a key there are signatures that verify for many messages.
     */
    private static final Set<ByteString> SMALL_ORDER = Set.of(
            ByteString.fromHex("0000000000000000000000000000000000000000000000000000000000000000"),
            ByteString.fromHex("0000000000000000000000000000000000000000000000000000000000000080"),
            ByteString.fromHex("0100000000000000000000000000000000000000000000000000000000000000"),
            ByteString.fromHex("0100000000000000000000000000000000000000000000000000000000000080"),
            ByteString.fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
            ByteString.fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"),
            ByteString.fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
            ByteString.fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"),
            ByteString.fromHex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
            ByteString.fromHex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"),
            ByteString.fromHex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
            ByteString.fromHex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"),
            ByteString.fromHex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
            ByteString.fromHex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"));

    /** Reads keys for either implementation: Corretto takes the JDK's keys, and offers a factory of its own only on demand. */
    static final Provider JDK = Security.getProvider("SunEC");

    /** Signs and verifies. */
    static final Provider PROVIDER = provider();

    private Ed25519() {}

    private static Provider provider() {
        AmazonCorrettoCryptoProvider corretto = AmazonCorrettoCryptoProvider.INSTANCE;
        boolean usable = corretto.getLoadingError() == null && corretto.getService("Signature", "EdDSA") != null;
        return usable ? corretto : JDK;
    }

    static boolean isSmallOrder(ByteString publicKey) {
        return SMALL_ORDER.contains(publicKey);
    }

    /**
     * Whether a signature verifies. False as well when the key is no point of the curve or the
     * signature is not 64 bytes.
     */
    static boolean verify(ByteString publicKey, ByteString prefix, ByteString message, ByteString signature) {
        return verify(PROVIDER, publicKey, prefix, message, signature);
    }

    static boolean verify(
            Provider provider, ByteString publicKey, ByteString prefix, ByteString message, ByteString signature) {
        if (signature.size() != SIGNATURE_BYTES || isSmallOrder(publicKey)) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("EdDSA", provider);
            verifier.initVerify(decode(publicKey));
            verifier.update(prefix.concat(message).toByteArray()); // The JDK takes an empty buffer for no message.
            return verifier.verify(signature.toByteArray());
        } catch (GeneralSecurityException e) {
            return false; // The key is no point, or S is out of range: providers differ in where they say so.
        }
    }

    private static PublicKey decode(ByteString publicKey) throws GeneralSecurityException {
        byte[] encoded = X509_PREFIX.concat(publicKey).toByteArray();
        return KeyFactory.getInstance("EdDSA", JDK).generatePublic(new X509EncodedKeySpec(encoded));
    }

    static ByteString rawPublicKey(PublicKey key) {
        ByteString encoded = ByteString.copyFrom(key.getEncoded());
        return encoded.substring(encoded.size() - KEY_BYTES);
    }
}
