package org.remotelog.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.remotelog.testing.Tool;

class SigningKeyTest {
    private static final ByteString SEED = ByteString.fromHex("000102030405060708090a0b0c0d0e0f".repeat(2));

    /** The example of RFC 8410, 10.3; its public key is in 10.1. */
    private static final String PEM = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """;

    private static final String PUBLIC = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";

    @Test
    void theKeyOfTheRfcIsRead() {
        SigningKey key = SigningKey.parsePem(PEM);

        assertThat(Base64.getDecoder().decode(PUBLIC))
                .endsWith(key.name().publicKey().toByteArray());
        assertThat(key.toPem()).isEqualTo(PEM);
    }

    @Test
    void aKeyMadeByOpensslIsRead() throws Exception {
        String pem = openssl().runWith("", "genpkey", "-algorithm", "ed25519");

        assertThat(SigningKey.parsePem(pem).name().publicKey()).isEqualTo(publicKeyByOpenssl(pem));
    }

    @Test
    void opensslReadsTheKeysThatWeMake() throws Exception {
        SigningKey key = SigningKey.generate(new SecureRandom());

        assertThat(publicKeyByOpenssl(key.toPem())).isEqualTo(key.name().publicKey());
    }

    private static Tool openssl() throws InterruptedException {
        return Tool.of("openssl").orSkip("list", "-public-key-algorithms");
    }

    private static ByteString publicKeyByOpenssl(String pem) throws Exception {
        byte[] der = openssl().run(pem.getBytes(UTF_8), "pkey", "-pubout", "-outform", "DER");
        return ByteString.copyFrom(der).substring(der.length - Ed25519.KEY_BYTES);
    }

    @Test
    void aKeyComesBackFromItsPem() {
        SigningKey key = SigningKey.generate(new SecureRandom());

        SigningKey again = SigningKey.parsePem(key.toPem());

        assertThat(again.name()).isEqualTo(key.name());
        assertThat(again.sign(ByteString.EMPTY, SEED)).isEqualTo(key.sign(ByteString.EMPTY, SEED));
    }

    @Test
    void thePemMayHaveTextAroundItAndOtherLineEnds() {
        String pem = "Alice's key\r\n" + PEM.replace("\n", "\r\n") + "that was it";

        assertThat(SigningKey.parsePem(pem).name())
                .isEqualTo(SigningKey.parsePem(PEM).name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN PRIVATE KEY-----",
                "-----END PRIVATE KEY----------BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----",
                // X25519.
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIEh7wF4LezE1fz7HDI4EF9IZ9JueOipSlKy5SD4bklVV\n-----END PRIVATE KEY-----",
            })
    void whatIsNoEd25519KeyIsRefusedWithoutShowingIt(String pem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.parsePem(pem))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("AAAA", "MC4C"));
    }

    @Test
    void aSeedIs32Bytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.ofSeed(SEED.substring(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.ofSeed(SEED.concat(SEED)));
    }

    @Test
    void twoNewKeysDiffer() {
        SecureRandom random = new SecureRandom();

        assertThat(SigningKey.generate(random).name())
                .isNotEqualTo(SigningKey.generate(random).name());
    }

    @Test
    void theTextOfAKeyTellsTheNameAlone() {
        SigningKey key = SigningKey.ofSeed(SEED);

        assertThat(key).hasToString("SigningKey[" + key.name() + "]");
        assertThat(key.toString()).doesNotContain(Hex.of(SEED));
    }
}
