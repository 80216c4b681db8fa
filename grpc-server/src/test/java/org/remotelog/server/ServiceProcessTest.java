package org.remotelog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

class ServiceProcessTest {
    private static final ServiceName NAME = new ServiceName("test-service", "TEST", 1234, 5678, "./data/test");

    private final Probe probe = new Probe();
    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    @Test
    void theDefaultsAreTheServices() {
        assertThat(run(Map.of())).isZero();
        ServerConfig config = probe.options.config();
        assertThat(config.listen()).hasToString("127.0.0.1:1234");
        assertThat(config.metricsListen()).hasToString("127.0.0.1:5678");
        assertThat(config.dataDir()).isEqualTo(Path.of("./data/test"));
        assertThat(config.store()).isEqualTo(StoreConfig.DEFAULT);
    }

    @Test
    void theEnvironmentGoesBeforeTheDefaultsAndTheCommandLineBeforeTheEnvironment() {
        Map<String, String> environment = Map.of(
                "TEST_LISTEN",
                "0.0.0.0:1",
                "TEST_DATA_DIR",
                "/somewhere",
                "TEST_DRAIN_TIMEOUT",
                "2.5",
                "OTHER_LISTEN",
                "x");
        assertThat(run(environment, "--listen", "[::1]:2", "--store-memory", "1GiB", "--disk-reserve", "2.5%"))
                .isZero();
        ServerConfig config = probe.options.config();
        assertThat(config.listen()).hasToString("[::1]:2");
        assertThat(config.dataDir()).isEqualTo(Path.of("/somewhere"));
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofMillis(2500));
        assertThat(config.store()).isEqualTo(new StoreConfig(1L << 30, new Reserve(0, 2.5), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "--listen, 50051",
        "--listen, :50051",
        "--listen, ::1:50051",
        "--listen, localhost:65536",
        "--listen, localhost:-1",
        "--metrics-listen, ''",
        "--drain-timeout, -1",
        "--drain-timeout, NaN",
        "--drain-delay, soon",
        "--store-memory, 64M",
        "--store-memory, -1",
        "--store-memory, 16383KiB",
        "--disk-reserve, 9999999999999999",
        "--disk-reserve, 100%",
        "--disk-reserve, -1%",
        "--disk-reserve, half%",
        "--backup-interval, 0",
        "--backup-keep, 0",
        "--no-such-option, x",
    })
    void aBadOptionIsOneLineThatNamesItAndExitCode2(String option, String value) {
        assertThat(run(Map.of(), option, value)).isEqualTo(2);
        assertThat(err.toString()).startsWith("test-service: ").contains(option).endsWith("(see --help)\n");
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(probe.ran).isFalse();
    }

    @Test
    void aBadValueInTheEnvironmentIsSaidToBeFromThere() {
        assertThat(run(Map.of("TEST_LISTEN", "nowhere"))).isEqualTo(2);
        assertThat(err.toString()).contains("environment variable TEST_LISTEN").contains("'nowhere'");
    }

    @Test
    void whatCannotStartIsOneLineAndExitCode1() {
        probe.failure = new StartupException("cannot open the data directory /x:\nno");
        assertThat(run(Map.of())).isEqualTo(1);
        assertThat(err).hasToString("test-service: cannot open the data directory /x: no\n");
    }

    @Test
    void aCommandBesideTheServiceHasTheSameEnvironmentAndErrors() {
        assertThat(run(Map.of("TEST_DATA_DIR", "/somewhere"), "other"))
                .as("%s", err)
                .isEqualTo(1);
        assertThat(err).hasToString("test-service: not in /somewhere\n");
        assertThat(run(Map.of(), "other", "--no-such-option")).isEqualTo(2);
        assertThat(err.toString()).endsWith("(see --help)\n");
        assertThat(run(Map.of(), "other", "--help")).isZero();
        assertThat(run(Map.of(), "other", "--version")).isZero();
        assertThat(out.toString()).contains("Usage: test-service other").contains("test-service unpackaged");
        assertThat(probe.ran).isFalse();
    }

    private int run(Map<String, String> environment, String... arguments) {
        CommandLine line = ServiceProcess.commandLine(probe, NAME, environment, new Other());
        return line.setErr(new PrintWriter(err)).setOut(new PrintWriter(out)).execute(arguments);
    }

    @Command(name = "other", mixinStandardHelpOptions = true)
    private static final class Other implements Runnable {
        @Option(names = "--data-dir", required = true)
        private Path directory = Path.of("");

        @Override
        public void run() {
            throw new StartupException("not in " + directory);
        }
    }

    @Command(mixinStandardHelpOptions = true)
    private static final class Probe implements Runnable {
        @Mixin
        private ServerOptions options = new ServerOptions();

        private @Nullable StartupException failure;
        private boolean ran;

        @Override
        public void run() {
            ran = true;
            if (failure != null) {
                throw failure;
            }
        }
    }
}
