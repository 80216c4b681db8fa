package org.remotelog.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.format.Refusals.assertRefused;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NameTest {
    static List<Vector> good() {
        return Vector.good("names");
    }

    static List<Vector> refused() {
        return Vector.refused("names");
    }

    @ParameterizedTest
    @MethodSource("good")
    void everyTextFormMeansTheKeyAndIsAnsweredAsBase36(Vector vector) {
        Name name = new Name(vector.hex("key"));

        assertThat(name).hasToString(vector.text("text"));
        assertThat(name.toString()).hasSize(Name.TEXT_CHARS).startsWith("k51qzi5uqu5d");
        assertThat(Name.parse(vector.text("text"))).isEqualTo(name);
        assertThat(vector.texts("accepted"))
                .hasSize(2)
                .allSatisfy(text -> assertThat(Name.parse(text)).isEqualTo(name));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsNoNameIsRefused(Vector vector) {
        if (vector.has("text")) {
            assertRefused(vector.reason(), () -> Name.parse(vector.text("text")));
        }
        if (vector.has("key")) {
            assertRefused(vector.reason(), () -> new Name(vector.hex("key")));
        }
    }

    @Test
    void allFourteenEncodingsOfPointsOfSmallOrderAreRefused() {
        assertThat(refused())
                .filteredOn(v -> v.toString().contains("small order"))
                .hasSize(14);
    }
}
