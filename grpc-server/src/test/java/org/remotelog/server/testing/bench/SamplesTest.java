package org.remotelog.server.testing.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.remotelog.server.testing.bench.Samples.Value;

class SamplesTest {
    private static final Case WHAT = new Case("Get", 1024, 32);
    private static final Case OTHER = new Case("Get", 1024, 1);

    private final Samples samples = new Samples();

    @Test
    void aRatioIsTakenWithinARound() {
        // The third round was disturbed. The ratio of the medians would be 20 / 20 = 1.
        add("echo", 20, 40, 2);
        add("cas", 10, 20, 1000);
        assertThat(ratio("cas", "echo")).isEqualTo(new Spread(0.5, 0.5, 500));
    }

    @Test
    void aRatioToTwoBasesIsOneToTheirSum() {
        add("disk", 10, 30);
        add("echo", 10, 10);
        add("cas", 30, 60);
        assertThat(samples.ratio(value("cas"), value("disk"), value("echo"))).isEqualTo(new Spread(1.5, 1.5, 1.5));
    }

    @Test
    void casesAreKeptApart() {
        add("echo", 10);
        samples.add(1, "echo", OTHER, figures(7));
        assertThat(samples.of("echo", OTHER, Figures::perSecond)).isEqualTo(new Spread(7, 7, 7));
        assertThat(samples.has("echo", OTHER)).isTrue();
        assertThat(samples.has("cas", OTHER)).isFalse();
    }

    @Test
    void aContenderHasOneMeasurementOfACaseInARound() {
        add("echo", 10);
        add("echo", 11);
        assertThatIllegalStateException()
                .isThrownBy(() -> samples.of("echo", WHAT, Figures::perSecond))
                .withMessageContaining("echo");
    }

    @Test
    void eachMeasurementIsALineThatCanBeReadAgain() {
        Figures figures = new Figures(1234.5, 1, 2.5, 3, 4.25, 6);
        samples.add(3, "echo", WHAT, figures);
        assertThat(samples.csv())
                .containsExactly(
                        "round,contender,call,bytes,callers,per_second,p50_us,p99_us,p999_us,server_cpu_us,refused_per_second",
                        "3,echo,Get,1024,32," + figures);
        assertThat(Figures.parse(figures.toString())).isEqualTo(figures);
    }

    private void add(String contender, double... perSecond) {
        for (int round = 0; round < perSecond.length; round++) {
            samples.add(round, contender, WHAT, figures(perSecond[round]));
        }
    }

    private Spread ratio(String contender, String base) {
        return samples.ratio(value(contender), value(base));
    }

    private static Value value(String contender) {
        return new Value(contender, WHAT, Figures::perSecond);
    }

    private static Figures figures(double perSecond) {
        return new Figures(perSecond, 1, 1, 1, 1, 0);
    }
}
