package org.remotelog.server.testing.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KneeTest {
    @Test
    void theKneeIsWhereTwiceTheCallersBringLittle() throws Exception {
        assertThat(Knee.find(callers -> Math.min(callers, 8) * 1000 + callers, 512))
                .isEqualTo(8);
    }

    @Test
    void withoutOneItIsTheMostThatMayBeTried() throws Exception {
        assertThat(Knee.find(callers -> callers, 64)).isEqualTo(64);
    }

    @Test
    void whereTheSecondCallerBringsNothingItIsOne() throws Exception {
        assertThat(Knee.find(callers -> 1000.0 / callers, 512)).isEqualTo(1);
    }
}
