package org.remotelog.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.google.protobuf.ByteString;
import java.security.Provider;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every implementation must say the same of every signature: else readers would disagree on what Alice wrote. */
class Ed25519Test {
    private static final ByteString NO_PREFIX = ByteString.EMPTY;

    static List<Vector> good() {
        return Vector.good("signatures");
    }

    static List<Vector> signed() {
        return Vector.signed("signatures");
    }

    static List<Vector> refused() {
        return Vector.refused("signatures");
    }

    private static void assertVerifies(boolean expected, ByteString key, ByteString message, ByteString signature) {
        for (Provider provider : List.of(Ed25519.JDK, Ed25519.PROVIDER)) {
            assertThat(Ed25519.verify(provider, key, NO_PREFIX, message, signature))
                    .as(provider.getName())
                    .isEqualTo(expected);
        }
    }

    @Test
    void correttoIsUsedWhereItLoads() {
        AmazonCorrettoCryptoProvider corretto = AmazonCorrettoCryptoProvider.INSTANCE;

        assertThat(Ed25519.PROVIDER).isSameAs(corretto.getLoadingError() == null ? corretto : Ed25519.JDK);
    }

    @ParameterizedTest
    @MethodSource("good")
    void everyImplementationAcceptsGoodSignatures(Vector vector) {
        assertVerifies(true, vector.hex("key"), vector.hex("message"), vector.hex("signature"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void noImplementationAcceptsBadOnes(Vector vector) {
        assertVerifies(false, vector.hex("key"), vector.hex("message"), vector.hex("signature"));
    }

    @ParameterizedTest
    @MethodSource("signed")
    void signingIsDeterministic(Vector vector) {
        SigningKey key = SigningKey.ofSeed(vector.hex("seed"));

        assertThat(key.name().publicKey()).isEqualTo(vector.hex("key"));
        assertThat(key.sign(NO_PREFIX, vector.hex("message"))).isEqualTo(vector.hex("signature"));
    }

    @Test
    void theImplementationsAgreeOnAlteredSignatures() {
        Random random = Seed.random();
        for (int i = 0; i < 100; i++) {
            SigningKey key = SigningKey.ofSeed(bytes(random, 32));
            ByteString message = bytes(random, random.nextInt(200));
            byte[] signature = key.sign(NO_PREFIX, message).toByteArray();
            boolean altered = random.nextBoolean();
            if (altered) {
                signature[random.nextInt(signature.length)] ^= (byte) (1 << random.nextInt(8));
            }

            assertVerifies(!altered, key.name().publicKey(), message, ByteString.copyFrom(signature));
        }
    }

    @Test
    void thePrefixAndTheMessageAreSignedAsOne() {
        SigningKey key = SigningKey.ofSeed(ByteString.fromHex("07".repeat(32)));
        ByteString whole = ByteString.copyFromUtf8("prefix:message");
        ByteString signature = key.sign(whole.substring(0, 7), whole.substring(7));

        assertThat(signature).isEqualTo(key.sign(NO_PREFIX, whole));
        assertThat(Ed25519.verify(key.name().publicKey(), whole.substring(0, 3), whole.substring(3), signature))
                .isTrue();
    }

    private static ByteString bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }
}
