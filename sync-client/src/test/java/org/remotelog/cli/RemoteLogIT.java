package org.remotelog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.testing.ServerJars;

/** The real jar, as a shell runs it. */
@Timeout(120)
class RemoteLogIT {
    @RegisterExtension
    static final ServerJars SERVERS = new ServerJars();

    @TempDir
    private Path directory = Path.of("");

    private String name = "";

    @BeforeEach
    void aliceHasAKey() throws Exception {
        name = run("", "key", "new").out().strip();
    }

    @Test
    void everyByteComesBack() throws Exception {
        byte[] bytes = new byte[100_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 % 256);
        }
        bytes[bytes.length - 1] = '\n';
        Run written = RemoteLogProcess.run(environment(), bytes, "write");
        assertThat(written.err()).isEmpty();
        assertThat(written.code()).isZero();
        Run read = run("", "read", name);
        assertThat(read.err()).isEmpty();
        assertThat(read.code()).isZero();
        assertThat(read.outBytes()).isEqualTo(ByteString.copyFrom(bytes));
    }

    @Test
    void mistakesAndFailuresHaveTheirExitCodes() throws Exception {
        Run mistake = run("", "read");
        assertThat(mistake.code()).isEqualTo(2);
        assertThat(mistake.errLines()).hasSize(1);
        Run unknown = run("", "read", name);
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.errLines()).singleElement().asString().startsWith("remotelog: the NS does not know " + name);
    }

    @Test
    @Timeout(30)
    void aServiceThatIsNotThereIsOneLineSoon() throws Exception {
        for (String[] command : List.of(new String[] {"read", name}, new String[] {"write"})) {
            Run run = RemoteLogProcess.run(
                    Map.of(
                            "REMOTELOG_HOME",
                            directory.toString(),
                            "REMOTELOG_CAS",
                            "127.0.0.1:1",
                            "REMOTELOG_NS",
                            "127.0.0.1:1"),
                    "x\n".getBytes(StandardCharsets.UTF_8),
                    command);
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.errLines())
                    .singleElement()
                    .asString()
                    .contains("cannot use the NS")
                    .contains("127.0.0.1:1;")
                    .contains("--ns");
        }
    }

    @Test
    void followingPrintsWhatComesAndEndsWellWithASignal() throws Exception {
        run("one\n", "write");
        try (RemoteLogProcess follower = start("read", name, "--follow", "--interval", "0.1")) {
            BufferedReader stdout = follower.stdout();
            assertThat(stdout.readLine()).isEqualTo("one");
            run("two\n", "write");
            assertThat(stdout.readLine()).isEqualTo("two");
            follower.terminate();
            assertThat(follower.awaitExit()).isZero();
            assertThat(follower.awaitErr()).isEmpty();
        }
        run("three\n", "write");
        assertThat(run("", "read", name).out()).isEqualTo("three\n");
    }

    @Test
    void followingFromASequenceDoesNotMoveTheCursor() throws Exception {
        run("one\n", "write", "--mode", "page");
        try (RemoteLogProcess follower = start("read", name, "--from", "1", "--follow", "--interval", "0.1")) {
            assertThat(follower.stdout().readLine()).isEqualTo("one");
            follower.terminate();
            assertThat(follower.awaitExit()).isZero();
        }
        assertThat(run("", "read", name).out()).as("the cursor did not move").isEqualTo("one\n");
    }

    @Test
    void whatIsTypedIsPublishedWhileStdinStaysOpen() throws Exception {
        try (RemoteLogProcess writer = start("write", "--json")) {
            OutputStream stdin = writer.stdin();
            BufferedReader stdout = writer.stdout();
            type(stdin, "one\n");
            assertThat(stdout.readLine()).contains("\"sequence\":1,");
            type(stdin, "two\n");
            assertThat(stdout.readLine()).contains("\"sequence\":2,");
            writer.terminate();
            assertThat(writer.awaitExit()).isEqualTo(1);
            assertThat(writer.awaitErr()).isEqualTo("remotelog: stopped by a signal; 2 messages were published\n");
        }
        assertThat(run("", "read", name).out()).isEqualTo("one\ntwo\n");
    }

    @Test
    void whoeverReadsTheOutputMayHaveEnoughAndNothingIsLost() throws Exception {
        List<String> lines = longLines(2000);
        run(String.join("\n", lines), "write", "--mode", "full");
        try (RemoteLogProcess reader = start("read", name)) {
            BufferedReader stdout = reader.stdout();
            assertThat(stdout.readLine()).isEqualTo(lines.get(0));
            stdout.close(); // The pipe holds less than the reader writes before it moves its cursor.
            assertThat(reader.awaitExit()).isZero();
            assertThat(reader.awaitErr()).isEmpty();
        }
        assertThat(run("", "read", name).lines()).isEqualTo(lines);
    }

    @Test
    void aReaderThatWasKilledGoesOnWhereItWas() throws Exception {
        List<String> lines = longLines(2000);
        run(String.join("\n", lines), "write", "--mode", "full");
        List<String> before = new ArrayList<>();
        try (RemoteLogProcess reader = start("read", name)) {
            BufferedReader stdout = reader.stdout();
            while (before.size() < 1100) { // Two times 512 were flushed, and the cursor moved over them.
                before.add(stdout.readLine());
            }
        }
        List<String> after = run("", "read", name).lines();
        assertThat(before).isEqualTo(lines.subList(0, 1100));
        assertThat(after.size()).isBetween(900, 2000 - 1024);
        assertThat(after).isEqualTo(lines.subList(2000 - after.size(), 2000));
    }

    private static List<String> longLines(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> i + " " + "x".repeat(1000))
                .toList();
    }

    private static void type(OutputStream stdin, String text) throws IOException {
        stdin.write(text.getBytes(StandardCharsets.UTF_8));
        stdin.flush();
    }

    private Run run(String input, String... arguments) throws Exception {
        return RemoteLogProcess.run(environment(), input.getBytes(StandardCharsets.UTF_8), arguments);
    }

    private RemoteLogProcess start(String... arguments) throws IOException {
        return RemoteLogProcess.start(environment(), arguments);
    }

    private Map<String, String> environment() {
        return Map.of(
                "REMOTELOG_HOME", directory.toString(),
                "REMOTELOG_CAS", SERVERS.cas(),
                "REMOTELOG_NS", SERVERS.ns());
    }
}
