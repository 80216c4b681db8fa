package org.remotelog.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.remotelog.client.Reader;
import org.remotelog.client.RemoteLog;
import org.remotelog.client.Services;
import org.remotelog.format.Name;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Bob. */
@Command(
        name = "read",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Prints the messages of a log that were not read yet, oldest first, one a line, each after it was verified.",
            "Events (a gap, something missing or corrupt, a fork, ...) go to stderr."
        })
final class ReadCommand implements Callable<Integer> {
    /** What a command ends with that is done, but did not get everything. */
    static final int INCOMPLETE = 3;

    private final Shell shell;

    @Parameters(paramLabel = "NAME", converter = NameText.class, description = "whose log: k51...")
    private @Nullable Name name;

    @Option(
            names = "--from",
            paramLabel = "SEQ",
            converter = Sequence.class,
            description = "prints from this sequence on; where reading was is remembered as before")
    private @Nullable Long from;

    @Option(names = "--follow", description = "goes on asking for what is new, until it is interrupted")
    private boolean follow;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "2",
            converter = Interval.class,
            description = "with --follow: how often it asks, on average (default: ${DEFAULT-VALUE})")
    private Duration interval = Duration.ZERO;

    @ArgGroup
    private Form form = new Form();

    @Mixin
    private final ServiceOptions services = new ServiceOptions();

    @Mixin
    private final HomeOption home = new HomeOption();

    @Mixin
    private final StatsOption stats = new StatsOption();

    ReadCommand(Shell shell) {
        this.shell = shell;
    }

    /** How messages are printed. */
    private static final class Form {
        @Option(names = "-0", description = "ends messages with a NUL byte, not with a newline")
        private boolean nul;

        @Option(names = "--json", description = "prints messages, and events, as JSON: an object a line")
        private boolean json;

        MessageOutput output(Shell shell) {
            return json ? MessageOutput.json(shell.out()) : MessageOutput.bodies(shell.out(), (byte) (nul ? 0 : '\n'));
        }
    }

    @Override
    public Integer call() {
        long start = System.nanoTime();
        try (Services connected = services.connect();
                Reader reader = RemoteLog.reader(connected, NameText.require(name))
                        .home(home.home())
                        .open();
                Progress progress = new Progress(
                        shell, "waiting for the services", connected::usage, shell.terminal()::isWatched)) {
            Printer printer =
                    new Printer(form.output(shell), new EventReport(shell, form.json), progress, shell.stop());
            int code = read(reader, printer);
            progress.clear();
            stats.tell(shell, form.json, printer.printed(), connected.usage(), System.nanoTime() - start);
            return code;
        }
    }

    private int read(Reader reader, Printer printer) {
        ReadStep step = from == null ? () -> reader.read(printer) : ReadStep.from(reader, from, printer);
        try {
            if (follow) {
                shell.stop().handle(() -> {});
                Follower follower = new Follower(shell, printer, interval, RandomGenerator.getDefault());
                return code(follower.follow(step, () -> !reader.forks().isEmpty()));
            }
            return code(step.read().complete());
        } catch (OutputException e) {
            if (e.isBrokenPipe()) {
                return ExitCode.OK; // Whoever reads has enough. What was not printed comes again with the next read.
            }
            throw e;
        }
    }

    private static int code(boolean complete) {
        return complete ? ExitCode.OK : INCOMPLETE;
    }

    private static final class Sequence implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                long sequence = Long.parseLong(text);
                if (sequence >= 1) {
                    return sequence;
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
            throw new TypeConversionException("'" + text + "' is not a sequence: those are counted from 1");
        }
    }

    private static final class Interval implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                double seconds = Double.parseDouble(text);
                if (seconds >= 0.05 && seconds <= 86_400) {
                    return Duration.ofMillis(Math.round(seconds * 1000));
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
            throw new TypeConversionException("'" + text + "' is not a number of seconds from 0.05 to 86400");
        }
    }
}
