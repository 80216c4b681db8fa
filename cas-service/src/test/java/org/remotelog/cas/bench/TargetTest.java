package org.remotelog.cas.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.remotelog.cas.bench.Target.Unit;
import org.remotelog.server.testing.bench.Spread;

class TargetTest {
    @Test
    void moreIsBetterWhereAtLeastIsAsked() {
        assertThat(target(true, 0.85).isMet()).isTrue();
        assertThat(target(true, 0.84).isMet()).isFalse();
    }

    @Test
    void lessIsBetterWhereAtMostIsAsked() {
        assertThat(target(false, 0.85).isMet()).isTrue();
        assertThat(target(false, 0.86).isMet()).isFalse();
    }

    @Test
    void aRowSaysWhatIsMissed() {
        assertThat(target(true, 0.5).row()).isEqualTo("| Get | >= 85 % of it | 50 % (0 % to 200 %) | **no** |");
        Target times = new Target("Get", "of it", false, 1.3, Unit.TIMES, new Spread(1.25, 1, 9));
        assertThat(times.row()).isEqualTo("| Get | <= 1.30x of it | 1.25x (1.00x to 9.00x) | yes |");
    }

    private static Target target(boolean isAtLeast, double median) {
        return new Target("Get", "of it", isAtLeast, 0.85, Unit.PERCENT, new Spread(median, 0, 2));
    }
}
