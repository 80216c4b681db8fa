package org.remotelog.server.testing.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** All that was measured in a run. */
public final class Samples {
    private final List<Sample> all = new ArrayList<>();

    /** One measurement. */
    private record Sample(int round, String contender, Case what, Figures figures) {
        String csv() {
            return round + "," + contender + "," + what.call() + "," + what.bytes() + "," + what.callers() + ","
                    + figures;
        }
    }

    /** Adds a measurement; a contender has one of each case in a round. */
    public void add(int round, String contender, Case what, Figures figures) {
        all.add(new Sample(round, contender, what, figures));
    }

    /** A value over all rounds. */
    public Spread of(String contender, Case what, ToDoubleFunction<Figures> value) {
        return Spread.of(byRound(contender, what, value).values());
    }

    /**
     * A value as a ratio: in each round to the sum of the bases in the same round, so that what else the machine does
     * weighs on both.
     */
    public Spread ratio(Value value, Value... summands) {
        Map<Integer, Double> values = byRound(value.contender, value.what, value.of);
        List<Map<Integer, Double>> bases = new ArrayList<>();
        for (Value summand : summands) {
            bases.add(byRound(summand.contender, summand.what, summand.of));
        }
        return Spread.of(values.entrySet().stream()
                .map(entry -> entry.getValue()
                        / bases.stream()
                                .mapToDouble(base -> base.get(entry.getKey()))
                                .sum())
                .toList());
    }

    /** One value of a contender in a case. */
    public record Value(String contender, Case what, ToDoubleFunction<Figures> of) {}

    /** Whether a contender took part in a case. */
    public boolean has(String contender, Case what) {
        return all.stream().anyMatch(sample -> sample.contender.equals(contender) && sample.what.equals(what));
    }

    /** Every measurement, a line each, after a line of names. */
    public List<String> csv() {
        List<String> lines = new ArrayList<>();
        lines.add("round,contender,call,bytes,callers," + Figures.HEADER);
        all.forEach(sample -> lines.add(sample.csv()));
        return lines;
    }

    private Map<Integer, Double> byRound(String contender, Case what, ToDoubleFunction<Figures> value) {
        return all.stream()
                .filter(sample -> sample.contender.equals(contender) && sample.what.equals(what))
                .collect(Collectors.toMap(
                        sample -> sample.round,
                        sample -> value.applyAsDouble(sample.figures),
                        (one, other) -> {
                            throw new IllegalStateException(contender + " was measured twice in a round: " + what);
                        },
                        TreeMap::new));
    }
}
