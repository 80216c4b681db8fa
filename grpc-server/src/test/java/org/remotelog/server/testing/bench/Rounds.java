package org.remotelog.server.testing.bench;

import java.util.List;
import java.util.Locale;

/** Measures round by round: each step in each round, so that what else the machine does hits all of them alike. */
public final class Rounds {
    private final List<Step> steps;

    /** Measures something. */
    @FunctionalInterface
    public interface Measurement {
        /** Does it once. */
        Figures measure(Timing timing) throws Exception;
    }

    /** A case of a contender. */
    public record Step(String contender, Case what, Measurement measurement) {}

    public Rounds(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** How many there are in a round. */
    public int steps() {
        return steps.size();
    }

    /** Runs one round and drops what it finds: compilers and caches have then seen every case. */
    public void warmUp(Timing timing) throws Exception {
        run("warm-up", timing, -1, new Samples());
    }

    /** Measures. Says on stderr how far it is. */
    public Samples run(int rounds, Timing timing) throws Exception {
        Samples samples = new Samples();
        for (int round = 1; round <= rounds; round++) {
            run("round " + round + " of " + rounds, timing, round, samples);
        }
        return samples;
    }

    private void run(String name, Timing timing, int round, Samples into) throws Exception {
        int number = 0;
        for (Step step : steps) {
            String words = step.contender + ": " + step.what;
            Figures figures;
            try {
                figures = step.measurement.measure(timing);
            } catch (Exception e) {
                throw new IllegalStateException(words + ": " + e.getMessage(), e);
            }
            into.add(round, step.contender, step.what, figures);
            System.err.printf(
                    Locale.ROOT,
                    "%s, %3d/%d  %-48s %9.0f/s %9.2f ms p99 %8.1f us%n",
                    name,
                    ++number,
                    steps.size(),
                    words,
                    figures.perSecond(),
                    figures.p99() / 1e3,
                    figures.cpu());
        }
    }
}
