package org.remotelog.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.format.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AddressTest {
    static List<Vector> good() {
        return Vector.good("addresses");
    }

    static List<Vector> refused() {
        return Vector.refused("addresses");
    }

    @ParameterizedTest
    @MethodSource("good")
    void theAddressOfAContentIsItsCid(Vector vector) {
        Address address = Address.of(vector.hex("content"));

        assertThat(address.bytes()).isEqualTo(vector.hex("bytes"));
        assertThat(address).hasToString(vector.text("text"));
        assertThat(Address.parse(vector.text("text"))).isEqualTo(address);
        assertThat(new Address(vector.hex("bytes"))).isEqualTo(address);
        assertThat(Address.ofHash(address.hash())).isEqualTo(address);
        assertThat(address.matches(vector.hex("content"))).isTrue();
        assertThat(address.matches(vector.hex("content").concat(ByteString.copyFrom(new byte[1]))))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsNoAddressIsRefused(Vector vector) {
        assertRefused(vector.reason(), () -> {
            if (vector.has("text")) {
                Address.parse(vector.text("text"));
            } else {
                new Address(vector.hex("bytes"));
            }
        });
    }

    @Test
    void aContentInTwoPiecesHasTheAddressOfTheWhole() {
        ByteString content = ByteString.copyFromUtf8("hello, world");

        for (int i = 0; i <= content.size(); i++) {
            assertThat(Address.ofJoined(content.substring(0, i), content.substring(i)))
                    .isEqualTo(Address.of(content));
        }
    }

    @Test
    void addressesAreOrderedAsUnsignedBytes() {
        Address low = Address.ofHash(ByteString.fromHex("7f".repeat(32)));
        Address high = Address.ofHash(ByteString.fromHex("80".repeat(32)));

        assertThat(low).isLessThan(high);
        assertThat(high).isGreaterThan(low).isEqualByComparingTo(high);
    }

    @Test
    void aRefusalShowsForeignTextShortAndPrintable() {
        RemoteLogException refusal =
                assertRefused(Reason.MALFORMED_ADDRESS, () -> Address.parse("b\u0000\n\u202e" + "x".repeat(1000)));

        assertThat(refusal.getMessage()).contains("b???xxx").hasSizeLessThan(200);
    }
}
