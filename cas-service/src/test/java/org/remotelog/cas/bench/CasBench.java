package org.remotelog.cas.bench;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.remotelog.server.testing.bench.Figures;
import org.remotelog.server.testing.bench.JavaProcess;
import org.remotelog.server.testing.bench.Machine;
import org.remotelog.server.testing.bench.Rounds;
import org.remotelog.server.testing.bench.Rounds.Step;
import org.remotelog.server.testing.bench.Samples;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the CAS against a bare gRPC server and against RocksDB alone. This process makes the load; all that is
 * measured are processes of their own. Run by {@code deploy/load/bench.sh cas}.
 */
@Command(name = "bench.sh cas", sortOptions = false)
final class CasBench implements Callable<Integer> {
    private static final String NAME = "cas";

    @Option(names = "--rounds", defaultValue = "5")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "1.5")
    private double seconds;

    @Option(names = "--quick")
    private boolean quick;

    @Option(names = "--data-dir", required = true)
    private Path parent = Path.of("");

    @Option(names = "--out", required = true)
    private Path out = Path.of("");

    @Option(names = "--commit", required = true)
    private String commit = "";

    @Option(names = "--command", required = true)
    private String command = "";

    private CasBench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CasBench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Instant start = Instant.now();
        Scale scale = quick ? Scale.quick() : Scale.full(rounds, seconds);
        Files.createDirectories(parent);
        Path directory = Files.createTempDirectory(parent.toAbsolutePath(), NAME);
        try (Contest contest = new Contest(directory, scale)) {
            new Rounds(contest.typicalSteps()).warmUp(scale.compiling());
            new Rounds(contest.steps()).warmUp(scale.warmUp());
            Knees knees = Knees.find(contest, scale.timing());
            List<Step> steps = new ArrayList<>(contest.steps());
            steps.addAll(knees.steps());
            Samples samples = new Rounds(steps).run(scale.rounds(), scale.timing());
            write(new CasReport(samples, scale, knees), samples, start);
        } finally {
            MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
        }
        return 0;
    }

    private void write(CasReport report, Samples samples, Instant start) throws IOException {
        Files.createDirectories(out);
        Path page = out.resolve("RESULTS.md");
        Files.writeString(page, report.markdown(run(samples, start), NAME + ".svg", NAME + ".csv"));
        Files.writeString(out.resolve(NAME + ".svg"), report.chart());
        Files.write(out.resolve(NAME + ".csv"), samples.csv());
        System.err.println("wrote " + page);
    }

    private String run(Samples samples, Instant start) throws IOException {
        return String.format(
                Locale.ROOT,
                """
                - %s, commit %s, %d minutes: `%s`
                - %s
                - an append of 1 KiB and fdatasync: p50 %.0f us
                - each server has %s; the load generator runs on the same machine""",
                start.truncatedTo(ChronoUnit.MINUTES),
                commit,
                Duration.between(start, Instant.now()).toMinutes(),
                command,
                Machine.describe(),
                samples.of(Contest.DISK, Contest.SYNC, Figures::p50).median(),
                JavaProcess.HEAP);
    }
}
