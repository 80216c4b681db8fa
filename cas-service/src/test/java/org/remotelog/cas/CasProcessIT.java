package org.remotelog.cas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.cas.InProcessCas.address;
import static org.remotelog.cas.InProcessCas.content;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.FindMissingRequest;
import org.remotelog.server.testing.JarProcess;

/** The real jar as a process. */
class CasProcessIT {
    private static final Path JAR = Path.of("target/app/cas-service.jar");
    private static final int CLIENTS = 16;

    @TempDir
    Path directory;

    @Test
    void everyAcknowledgedWriteSurvivesAKill() throws Exception {
        Set<ByteString> acknowledged = ConcurrentHashMap.newKeySet();
        try (JarProcess server = JarProcess.serve(JAR, directory)) {
            ManagedChannel channel = connect(server);
            AtomicBoolean killed = new AtomicBoolean();
            List<Thread> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                Random random = new Random(client);
                clients.add(new Thread(() -> write(channel, random, killed, acknowledged)));
            }
            clients.forEach(Thread::start);
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> acknowledged.size() > 1000);
            server.kill();
            killed.set(true);
            for (Thread client : clients) {
                client.join(10_000);
            }
            channel.shutdownNow();
        }
        try (JarProcess server = JarProcess.serve(JAR, directory)) {
            ManagedChannel channel = connect(server);
            CASGrpc.CASBlockingStub cas = CASGrpc.newBlockingStub(channel);
            assertThat(acknowledged).hasSizeGreaterThan(1000);
            assertThat(acknowledged)
                    .allSatisfy(
                            data -> assertThat(cas.get(address(data)).getData()).isEqualTo(data));
            FindMissingRequest.Builder request = FindMissingRequest.newBuilder();
            acknowledged.stream().limit(4096).forEach(data -> request.addAddress(address(data)));
            assertThat(cas.findMissing(request.build()).getMissingList()).isEmpty();
            channel.shutdownNow();
        }
    }

    /** Writes until the server is gone; sizes on both sides of what goes into files of its own. */
    private static void write(
            ManagedChannel channel, Random random, AtomicBoolean killed, Set<ByteString> acknowledged) {
        CASGrpc.CASBlockingStub cas = CASGrpc.newBlockingStub(channel);
        while (!killed.get()) {
            byte[] bytes = new byte[random.nextInt(10) == 0 ? 10_000 : 500];
            random.nextBytes(bytes);
            ByteString data = ByteString.copyFrom(bytes);
            try {
                cas.add(content(data));
                acknowledged.add(data);
            } catch (StatusRuntimeException e) {
                return;
            }
        }
    }

    @Test
    void sigtermDrainsAndEndsWith0() throws Exception {
        try (JarProcess server = JarProcess.serve(JAR, directory)) {
            ManagedChannel channel = connect(server);
            CASGrpc.newBlockingStub(channel).add(content(ByteString.copyFromUtf8("hello")));
            server.terminate();
            assertThat(server.awaitExit()).isZero();
            assertThat(server.stdout())
                    .isEqualTo("ready grpc=" + server.grpc() + " metrics=" + server.metrics() + "\n");
            assertThat(server.stderr()).contains("draining").contains("stopped");
            channel.shutdownNow();
        }
    }

    @Test
    void aDirectoryThatAnotherServerUsesIsOneLineAndExitCode1() throws Exception {
        try (JarProcess server = JarProcess.serve(JAR, directory)) {
            assertThat(server.grpc().getPort()).isPositive();
            assertEnds(
                    1, "cannot open the data directory " + directory + ": another server is using it", free(directory));
        }
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsOneLineAndExitCode1() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        Path below = file.resolve("data");
        assertEnds(1, "cannot open the data directory " + below + ": " + below + ": Not a directory", free(below));
    }

    @Test
    void aNewerFormatIsOneLineAndExitCode1() throws Exception {
        Files.writeString(directory.resolve("FORMAT"), "remotelog cas 3\n");
        assertEnds(
                1,
                "cannot open the data directory " + directory
                        + ": its format is version 3, newer than this server's 2: use a newer server",
                free(directory));
    }

    @Test
    void aPortInUseIsOneLineAndExitCode1() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            JarProcess ended = run(Map.of(
                    "CAS_LISTEN", address, "CAS_METRICS_LISTEN", "127.0.0.1:0", "CAS_DATA_DIR", directory.toString()));
            assertThat(ended.awaitExit()).isEqualTo(1);
            assertThat(ended.stderr()).startsWith("cas-service: cannot listen on " + address + ": ");
            assertThat(ended.stderr().lines()).hasSize(1);
        }
    }

    @Test
    void aBadOptionIsOneLineAndExitCode2() throws Exception {
        assertEnds(2, "Unknown option: '--lisen=x' (see --help)", "--lisen=x");
        assertEnds(
                2,
                "Invalid value for option '--max-add-bytes': '5MiB' is not from 1 to 4128768 bytes (see --help)",
                "--max-add-bytes",
                "5MiB");
    }

    @Test
    void helpAndVersionGoToStdout() throws Exception {
        JarProcess help = run(Map.of(), "--help");
        assertThat(help.awaitExit()).isZero();
        assertThat(help.stdout())
                .startsWith("Usage: cas-service")
                .contains("127.0.0.1:50051", "127.0.0.1:9464", "./data/cas");
        JarProcess version = run(Map.of(), "--version");
        assertThat(version.awaitExit()).isZero();
        assertThat(version.stdout()).matches("cas-service [0-9]+\\.[0-9]+\\.[0-9]+\\n");
    }

    private static void assertEnds(int exitCode, String line, String... arguments) throws Exception {
        JarProcess ended = run(Map.of(), arguments);
        assertThat(ended.stderr()).isEqualTo("cas-service: " + line + "\n");
        assertThat(ended.awaitExit()).isEqualTo(exitCode);
        assertThat(ended.stdout()).isEmpty();
    }

    private static String[] free(Path dataDir) {
        return new String[] {
            "--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0", "--data-dir", dataDir.toString()
        };
    }

    private static JarProcess run(Map<String, String> environment, String... arguments) throws Exception {
        return JarProcess.run(JAR, environment, arguments);
    }

    private static ManagedChannel connect(JarProcess server) {
        return ManagedChannelBuilder.forTarget(server.grpc().toString())
                .usePlaintext()
                .build();
    }
}
