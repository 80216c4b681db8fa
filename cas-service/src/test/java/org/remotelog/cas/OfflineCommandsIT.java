package org.remotelog.cas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.cas.InProcessCas.address;
import static org.remotelog.cas.InProcessCas.content;
import static org.remotelog.server.testing.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.CASGrpc.CASBlockingStub;
import org.remotelog.proto.cas.ReadRequest;
import org.remotelog.proto.cas.ReadResponse;
import org.remotelog.server.testing.JarProcess;

/** What an operator does with the data of a server, by the commands of the real jar. */
class OfflineCommandsIT {
    private static final Path JAR = Path.of("target/app/cas-service.jar");
    private static final ByteString LARGE = random(6_000_000);

    @TempDir
    Path directory;

    @Test
    void whatWentBadIsFoundOfflineTakenOutListedAndHealed() throws Exception {
        Path data = directory.resolve("data");
        List<ByteString> contents = fill(data);
        ByteString victim = contents.get(17);
        assertThat(AlteredFiles.flipWhere(data, ".blob", victim)).isEqualTo(1);
        assertThat(AlteredFiles.flipWhere(data, ".blob", LARGE.substring(2_000_000, 2_000_100)))
                .isEqualTo(1);

        JarProcess report = run("verify", "--data-dir", data.toString());
        assertThat(report.awaitExit()).isEqualTo(3);
        assertThat(report.stdout().lines())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).startsWith("corrupt " + Address.of(victim) + " 1000 bytes: "))
                .anySatisfy(line -> assertThat(line).startsWith("corrupt " + Address.of(LARGE) + " 6000000 bytes: "))
                .last()
                .isEqualTo("101 entries, 6100000 bytes: 2 corrupt");
        assertThat(run("quarantine", "list", "--data-dir", data.toString()).stdout())
                .isEmpty();

        JarProcess taking = run("verify", "--quarantine", "--data-dir", data.toString());
        assertThat(taking.awaitExit()).isEqualTo(3);
        JarProcess clean = run("verify", "--data-dir", data.toString());
        assertThat(clean.stdout()).isEqualTo("99 entries, 99000 bytes: 0 corrupt\n");
        assertThat(clean.awaitExit()).isZero();
        JarProcess list = run("quarantine", "list", "--data-dir", data.toString());
        assertThat(list.awaitExit()).isZero();
        assertThat(list.stdout().lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .startsWith(Address.of(victim) + " ")
                        .contains(" 1000 bytes, ")
                        .contains(" kept: "))
                .anySatisfy(line -> assertThat(line).contains("6000000 bytes, 6000000 kept: "));

        try (JarProcess server = JarProcess.serve(JAR, data)) {
            ManagedChannel channel = connect(server);
            CASBlockingStub cas = CASGrpc.newBlockingStub(channel);
            assertRefused(Reason.CONTENT_UNKNOWN, null, () -> cas.get(address(victim)));
            cas.add(content(victim));
            upload(channel, LARGE);
            contents.forEach(
                    each -> assertThat(cas.get(address(each)).getData()).isEqualTo(each));
            assertThat(read(cas, LARGE)).isEqualTo(LARGE);
            channel.shutdownNow();
        }
    }

    @Test
    void aBackupThatWasTakenWhileServingIsRestoredAndVerified() throws Exception {
        Path data = directory.resolve("data");
        Path backups = directory.resolve("backups");
        List<ByteString> contents = fill(data);
        try (JarProcess server =
                JarProcess.serve(JAR, data, "--backup-dir", backups.toString(), "--backup-interval", "3600")) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() ->
                            metrics(server).lines().anyMatch(line -> line.matches("store_backup_size_bytes [1-9].*")));
        }
        Path restored = directory.resolve("restored");
        JarProcess restore = run("restore", "--backup-dir", backups.toString(), "--data-dir", restored.toString());
        assertThat(restore.stderr()).isEmpty();
        assertThat(restore.awaitExit()).isZero();
        assertThat(restore.stdout()).startsWith("restored into " + restored + ": ");
        JarProcess verified = run("verify", "--data-dir", restored.toString());
        assertThat(verified.stdout()).isEqualTo("101 entries, 6100000 bytes: 0 corrupt\n");
        try (JarProcess server = JarProcess.serve(JAR, restored)) {
            ManagedChannel channel = connect(server);
            CASBlockingStub cas = CASGrpc.newBlockingStub(channel);
            contents.forEach(
                    each -> assertThat(cas.get(address(each)).getData()).isEqualTo(each));
            assertThat(read(cas, LARGE)).isEqualTo(LARGE);
            channel.shutdownNow();
        }
    }

    @Test
    void commandsSayWhatTheyNeed() throws Exception {
        JarProcess absent =
                run("verify", "--data-dir", directory.resolve("absent").toString());
        assertThat(absent.awaitExit()).isEqualTo(1);
        assertThat(absent.stderr()).isEqualTo("cas-service: there is no data in " + directory.resolve("absent") + "\n");
        JarProcess what = run("quarantine");
        assertThat(what.awaitExit()).isEqualTo(2);
        assertThat(what.stderr()).startsWith("cas-service: say what: quarantine list");
        try (JarProcess server = JarProcess.serve(JAR, directory)) {
            JarProcess locked = run("verify", "--data-dir", directory.toString());
            assertThat(locked.awaitExit()).isEqualTo(1);
            assertThat(locked.stderr()).contains("another server is using it");
            assertThat(server.grpc().getPort()).isPositive();
        }
    }

    /** A hundred short contents, and a long one in segments; the server has been stopped. */
    private static List<ByteString> fill(Path data) throws Exception {
        List<ByteString> contents = new ArrayList<>();
        try (JarProcess server = JarProcess.serve(JAR, data)) {
            ManagedChannel channel = connect(server);
            for (int i = 0; i < 100; i++) {
                ByteString each = random(1000 + i).substring(0, 1000);
                CASGrpc.newBlockingStub(channel).add(content(each));
                contents.add(each);
            }
            upload(channel, LARGE);
            channel.shutdownNow();
            server.terminate();
            assertThat(server.awaitExit()).isZero();
        }
        return contents;
    }

    private static void upload(ManagedChannel channel, ByteString content) throws Exception {
        ByteString id = ByteString.copyFrom(new byte[16]);
        new Uploader(channel, id, content, 0).first(1_000_000).rest(1_000_000).answer();
    }

    private static ByteString read(CASBlockingStub cas, ByteString content) {
        ByteString read = ByteString.EMPTY;
        Iterator<ReadResponse> pieces =
                cas.read(ReadRequest.newBuilder().setAddress(address(content)).build());
        while (pieces.hasNext()) {
            read = read.concat(pieces.next().getData());
        }
        return read;
    }

    private static String metrics(JarProcess server) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + server.metrics() + "/metrics"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static ByteString random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    private static JarProcess run(String... arguments) throws Exception {
        return JarProcess.run(JAR, Map.of(), arguments);
    }

    private static ManagedChannel connect(JarProcess server) {
        return ManagedChannelBuilder.forTarget(server.grpc().toString())
                .usePlaintext()
                .build();
    }
}
