package org.remotelog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.server.testing.JarProcess;
import org.remotelog.testing.Relay;

/** The real jars: the CAS is killed in the middle of a long message, and started again. */
@Timeout(180)
class KilledCasIT {
    private static final Path CAS = Path.of("../cas-service/target/app/cas-service.jar");
    private static final Path NS = Path.of("../ns-service/target/app/ns-service.jar");
    private static final int FILE_BYTES = 20 * 1024 * 1024;
    private static final int KILLED_AFTER_BYTES = 14 * 1024 * 1024;
    private static final Pattern STATS = Pattern.compile("(\\d+) bytes sent, (\\d+) bytes received");

    @TempDir
    private Path directory = Path.of("");

    private final AtomicInteger kills = new AtomicInteger();
    private volatile JarProcess cas;
    private JarProcess ns;
    private Relay relay;

    @BeforeEach
    void start() throws Exception {
        cas = JarProcess.serve(CAS, directory.resolve("cas"));
        ns = JarProcess.serve(NS, directory.resolve("ns"));
        relay = new Relay(cas.grpc());
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        cas.close();
        ns.close();
    }

    private void killAndRestart() {
        try {
            HostAndPort port = cas.grpc();
            cas.close();
            kills.incrementAndGet();
            cas = JarProcess.serve(CAS, port, directory.resolve("cas"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFileIsWrittenAndReadByteForByteAndNotFromTheBeginningAgain() throws Exception {
        byte[] bytes = new byte[FILE_BYTES];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(directory.resolve("film"), bytes);
        String name = run("key", "new").out().strip();

        relay.whenSent(KILLED_AFTER_BYTES, this::killAndRestart);
        Run written = run("write", "--whole", "--stats", file.toString());
        assertThat(written.code()).as(written.err()).isZero();
        assertThat(kills).hasValue(1);
        assertThat(stat(written, 1)).isLessThan(FILE_BYTES + KILLED_AFTER_BYTES / 2);

        relay.whenReceived(KILLED_AFTER_BYTES, this::killAndRestart);
        Run read = run("read", "--stats", name);
        assertThat(read.code()).as(read.err()).isZero();
        assertThat(kills).hasValue(2);
        assertThat(stat(read, 2)).isLessThan(FILE_BYTES + KILLED_AFTER_BYTES / 2);
        ByteString line = ByteString.copyFrom(bytes).concat(ByteString.copyFromUtf8("\n"));
        assertThat(read.outBytes().equals(line)).isTrue();
    }

    private static long stat(Run run, int group) {
        Matcher matcher = STATS.matcher(run.err());
        assertThat(matcher.find()).as(run.err()).isTrue();
        return Long.parseLong(matcher.group(group));
    }

    private Run run(String... arguments) throws Exception {
        return RemoteLogProcess.run(
                Map.of(
                        "REMOTELOG_HOME", directory.resolve("home").toString(),
                        "REMOTELOG_CAS", relay.address(),
                        "REMOTELOG_NS", ns.grpc().toString()),
                new byte[0],
                arguments);
    }
}
