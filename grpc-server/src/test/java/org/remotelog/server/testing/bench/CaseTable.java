package org.remotelog.server.testing.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Cases as a table of Markdown: a line for each contender, with its ratios to the bases. */
public final class CaseTable {
    private final Samples samples;
    private final String base;

    /**
     * @param base what the ratios are to
     */
    public CaseTable(Samples samples, String base) {
        this.samples = samples;
        this.base = base;
    }

    /** The table, without contenders that took no part. */
    public String of(List<Case> cases, List<String> contenders) {
        StringBuilder table = new StringBuilder("""
                | size | callers | contender | requests/s | of %s | p50 ms | p99 ms | p99.9 ms | server CPU us | of %s \
                | refused/s |
                |---|---|---|---|---|---|---|---|---|---|---|
                """.formatted(base, base));
        for (Case what : cases) {
            for (String contender : contenders) {
                if (samples.has(contender, what)) {
                    table.append(row(what, contender)).append('\n');
                }
            }
        }
        return table.toString();
    }

    private String row(Case what, String contender) {
        List<String> cells = new ArrayList<>(List.of(what.size(), String.valueOf(what.callers()), contender));
        boolean isBase = contender.equals(base) || !samples.has(base, what);
        cells.add(spread(what, contender, Figures::perSecond, 1, 0));
        cells.add(isBase ? "" : ratio(what, contender, Figures::perSecond, 100, 0, " %"));
        cells.add(median(what, contender, Figures::p50));
        cells.add(median(what, contender, Figures::p99));
        cells.add(median(what, contender, Figures::p999));
        cells.add(spread(what, contender, Figures::cpu, 1, 1));
        cells.add(isBase ? "" : ratio(what, contender, Figures::cpu, 1, 2, "x"));
        Spread refused = samples.of(contender, what, Figures::refusedPerSecond);
        cells.add(refused.max() == 0 ? "" : text(refused, 1, 0, ""));
        return "| " + String.join(" | ", cells) + " |";
    }

    private String median(Case what, String contender, ToDoubleFunction<Figures> micros) {
        return number(samples.of(contender, what, micros).median() / 1e3, 2);
    }

    private String spread(Case what, String contender, ToDoubleFunction<Figures> value, double by, int digits) {
        return text(samples.of(contender, what, value), by, digits, "");
    }

    private String ratio(
            Case what, String contender, ToDoubleFunction<Figures> value, double by, int digits, String unit) {
        return text(
                samples.ratio(new Samples.Value(contender, what, value), new Samples.Value(base, what, value)),
                by,
                digits,
                unit);
    }

    private static String text(Spread spread, double by, int digits, String unit) {
        return number(spread.median() * by, digits) + unit + " (" + number(spread.min() * by, digits) + " to "
                + number(spread.max() * by, digits) + ")";
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
