package org.remotelog.cas.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.remotelog.server.testing.bench.Case;
import org.remotelog.server.testing.bench.CaseTable;
import org.remotelog.server.testing.bench.Chart;
import org.remotelog.server.testing.bench.Figures;
import org.remotelog.server.testing.bench.Rounds.Step;
import org.remotelog.server.testing.bench.Samples;

/** What a run found, for people. */
final class CasReport {
    private static final List<String> READERS =
            List.of(Contest.ECHO, Contest.SHELL, Contest.MEMORY, Contest.ENGINE, Contest.LARGE, Contest.ALONE);
    private static final List<String> WRITERS =
            List.of(Contest.ECHO, Contest.SHELL, Contest.ADDS, Contest.ALONE, Contest.DISK);

    private final Samples samples;
    private final Scale scale;
    private final Knees knees;

    CasReport(Samples samples, Scale scale, Knees knees) {
        this.samples = samples;
        this.scale = scale;
        this.knees = knees;
    }

    /**
     * The page.
     *
     * @param run when, what and on what it ran, in lines of Markdown
     * @param chart the name of the chart's file
     * @param csv the name of the file of all measurements
     */
    String markdown(String run, String chart, String csv) {
        List<Target> targets = Targets.of(samples, knees);
        long missed = targets.stream().filter(target -> !target.isMet()).count();
        return """
                # How fast the CAS is

                Written by `deploy/load/bench.sh cas`; [README.md](README.md) says how to read it. Not to be edited by hand.

                %s

                ## Targets

                %s Rounds: %d; what stands here is the median, in parentheses the lowest and the highest. A ratio is one of two \
                measurements of the same round. All calls go over %d connections.

                | contender, call | target | measured | met? |
                |---|---|---|---|
                %s

                ![requests/s and server CPU](%s)

                Each measurement is in [%s](%s); who the contenders are is in [README.md](README.md).

                ## Get

                %s
                ## Add

                %s
                ## BatchGet, against RocksDB's multiGet

                %s
                ## BatchAdd, against RocksDB's synced batches

                %s
                ## The disk, and RocksDB's synced put as the base of Add

                %s
                %s
                ## The knee

                The knee is where twice the callers no longer bring 10 %% more requests/s.

                %s""".formatted(
                        run,
                        missed == 0
                                ? "All " + targets.size() + " are met."
                                : "**" + missed + " of " + targets.size() + " are missed.**",
                        scale.rounds(),
                        Contender.CONNECTIONS,
                        targets.stream().map(Target::row).collect(Collectors.joining("\n")),
                        chart,
                        csv,
                        csv,
                        table(Contest.ECHO, scale.cases(Contest.GET), READERS),
                        table(Contest.ECHO, scale.cases(Contest.ADD), WRITERS),
                        table(Contest.ALONE, scale.batches(Contest.BATCH_GET), READERS),
                        table(Contest.ALONE, scale.batches(Contest.BATCH_ADD), WRITERS),
                        table(Contest.DISK, List.of(Contest.SYNC), WRITERS),
                        table(Contest.ALONE, scale.cases(Contest.ADD), List.of(Contest.ALONE, Contest.ADDS)),
                        knee());
    }

    private String table(String base, List<Case> cases, List<String> contenders) {
        return new CaseTable(samples, base).of(cases, contenders);
    }

    private String knee() {
        StringBuilder table = new StringBuilder("""
                | call | callers | requests/s | p50 ms | p99 ms | p99.9 ms | refused/s |
                |---|---|---|---|---|---|---|
                """);
        for (Step step : knees.steps()) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s %s | %d | %,.0f | %.2f | %.2f | %.2f | %,.0f |%n",
                    step.what().call(),
                    step.what().size(),
                    step.what().callers(),
                    median(step, Figures::perSecond),
                    median(step, Figures::p50) / 1e3,
                    median(step, Figures::p99) / 1e3,
                    median(step, Figures::p999) / 1e3,
                    median(step, Figures::refusedPerSecond)));
        }
        return table.toString();
    }

    private double median(Step step, ToDoubleFunction<Figures> value) {
        return samples.of(step.contender(), step.what(), value).median();
    }

    /** Requests/s and processor time over the lengths of contents. */
    String chart() {
        return Chart.draw(
                "The CAS with " + Scale.CALLERS + " callers over " + Contender.CONNECTIONS
                        + " connections: medians, and bars from the lowest to the highest round",
                List.of(
                        List.of(
                                panel(Contest.GET, "requests/s", READERS, Figures::perSecond),
                                panel(Contest.ADD, "requests/s", WRITERS, Figures::perSecond)),
                        List.of(
                                panel(Contest.GET, "server CPU, microseconds per request", READERS, Figures::cpu),
                                panel(Contest.ADD, "server CPU, microseconds per request", WRITERS, Figures::cpu))));
    }

    private Chart.Panel panel(String call, String y, List<String> contenders, ToDoubleFunction<Figures> value) {
        List<Case> cases = Scale.SIZES.stream()
                .map(bytes -> new Case(call, bytes, Scale.CALLERS))
                .toList();
        return new Chart.Panel(
                call + ": " + y,
                "length of the content",
                y,
                cases.stream().map(Case::size).toList(),
                contenders.stream()
                        .filter(contender -> samples.has(contender, cases.get(0)))
                        .map(contender -> new Chart.Line(
                                contender,
                                cases.stream()
                                        .map(what -> samples.of(contender, what, value))
                                        .toList()))
                        .toList());
    }
}
