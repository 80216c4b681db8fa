package org.remotelog.server.testing.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void aShareOfTheCallsOfAllCallersEndedWithinItsPercentile() {
        Latencies odd = new Latencies();
        Latencies even = new Latencies();
        for (int nanos = 5000; nanos > 0; nanos--) {
            (nanos % 2 == 0 ? even : odd).add(nanos);
        }
        long[] sorted = Latencies.sorted(List.of(odd, even));
        assertThat(sorted).hasSize(5000).isSorted();
        assertThat(Latencies.percentile(sorted, 0.5)).isEqualTo(2500);
        assertThat(Latencies.percentile(sorted, 0.999)).isEqualTo(4995);
        assertThat(Latencies.percentile(sorted, 1)).isEqualTo(5000);
    }

    @Test
    void ofOneCallEachPercentileIsThatCall() {
        assertThat(Latencies.percentile(new long[] {7}, 0)).isEqualTo(7);
        assertThat(Latencies.percentile(new long[] {7}, 0.99)).isEqualTo(7);
    }
}
