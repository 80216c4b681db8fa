package org.remotelog.ns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.format.Address;
import org.remotelog.format.SignedRecord;
import org.remotelog.proto.ns.Content;
import org.remotelog.proto.ns.NSGrpc;
import org.remotelog.proto.ns.NameUpdate;
import org.remotelog.proto.ns.Query;
import org.remotelog.proto.ns.Response;
import org.remotelog.server.testing.JarProcess;

/** The real jar as a process. What all services do as processes is tested with the CAS. */
class NsProcessIT {
    private static final Path JAR = Path.of("target/app/ns-service.jar");
    private static final int CLIENTS = 16;

    @TempDir
    Path directory;

    /** Writes to a name of her own until the server is gone. */
    private static final class Client extends Thread {
        final Alice alice = new Alice();
        final AtomicInteger acknowledged = new AtomicInteger();
        final CompletableFuture<Status.Code> end = new CompletableFuture<>();
        private final NSGrpc.NSBlockingStub ns;

        Client(ManagedChannel channel) {
            this.ns = NSGrpc.newBlockingStub(channel);
        }

        @Override
        public void run() {
            try {
                for (int i = 1; ; i++) {
                    Response answer = ns.update(next(i));
                    assertThat(answer.getSequence()).isEqualTo(i);
                    acknowledged.set(i);
                }
            } catch (StatusRuntimeException e) {
                end.complete(e.getStatus().getCode());
            }
        }

        private NameUpdate next(int i) {
            if (i % 10 == 0) {
                return alice.whole("sealed " + i);
            }
            return i % 7 == 0 ? alice.renew() : alice.prepend("message " + i + "\n");
        }
    }

    @Test
    void everyAcknowledgedUpdateSurvivesAKillWithItsChainAndItsContent() throws Exception {
        List<Client> clients = new ArrayList<>();
        try (JarProcess server = JarProcess.serve(JAR, directory)) {
            ManagedChannel channel = connect(server);
            IntStream.range(0, CLIENTS).forEach(i -> clients.add(new Client(channel)));
            clients.forEach(Thread::start);
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(clients)
                            .allSatisfy(
                                    client -> assertThat(client.acknowledged).hasValueGreaterThan(20)));
            server.kill();
            for (Client client : clients) {
                assertThat(client.end.get(10, TimeUnit.SECONDS)).isEqualTo(Status.Code.UNAVAILABLE);
            }
            channel.shutdownNow();
        }
        try (JarProcess server = JarProcess.serve(JAR, directory)) {
            ManagedChannel channel = connect(server);
            NSGrpc.NSBlockingStub ns = NSGrpc.newBlockingStub(channel);
            assertThat(clients).hasSize(CLIENTS).allSatisfy(client -> assertIntact(client, ns));
            channel.shutdownNow();
        }
    }

    private static void assertIntact(Client client, NSGrpc.NSBlockingStub ns) {
        Alice alice = client.alice;
        Content head = ns.fetch(Query.newBuilder().setName(alice.name()).build());
        int sequence = (int) head.getSequence();
        assertThat(sequence).isGreaterThanOrEqualTo(client.acknowledged.get());
        SignedRecord record = SignedRecord.verify(alice.key.name(), head.getRecord());
        assertThat(record.id()).isEqualTo(alice.record(sequence).id());
        assertThat(Address.of(head.getData())).isEqualTo(record.address().orElseThrow());
        for (int i = 1; i <= sequence; i++) { // Known: each is in the chain.
            assertThat(ns.update(alice.update(alice.record(i)).build()))
                    .isEqualTo(Response.newBuilder()
                            .setSequence(sequence)
                            .setData(record.id().hash())
                            .build());
        }
        while (alice.signed.size() > sequence) { // Not acknowledged, and not there: sent again.
            alice.signed.remove(alice.signed.size() - 1);
        }
        alice.content = head.getData();
        assertThat(ns.update(alice.prepend("after the kill ")).getSequence()).isEqualTo(sequence + 1);
    }

    @Test
    void sigtermDrainsAndEndsWith0AndTheNextServerGoesOn() throws Exception {
        Alice alice = new Alice();
        try (JarProcess server = JarProcess.serve(JAR, directory, "--max-head-bytes", "10")) {
            ManagedChannel channel = connect(server);
            NSGrpc.newBlockingStub(channel).update(alice.whole("hello"));
            server.terminate();
            assertThat(server.awaitExit()).isZero();
            assertThat(server.stdout())
                    .isEqualTo("ready grpc=" + server.grpc() + " metrics=" + server.metrics() + "\n");
            channel.shutdownNow();
        }
        try (JarProcess server = JarProcess.serve(JAR, directory)) {
            ManagedChannel channel = connect(server);
            NSGrpc.newBlockingStub(channel).update(alice.prepend(ByteString.copyFrom(new byte[1000])));
            channel.shutdownNow();
        }
    }

    @Test
    void theDataOfAnotherServiceIsOneLineAndExitCode1() throws Exception {
        Files.writeString(directory.resolve("FORMAT"), "remotelog cas 1\n");
        JarProcess ended = JarProcess.run(
                JAR,
                Map.of("NS_DATA_DIR", directory.toString()),
                "--listen",
                "127.0.0.1:0",
                "--metrics-listen",
                "127.0.0.1:0");
        assertThat(ended.stderr())
                .isEqualTo("ns-service: cannot open the data directory " + directory
                        + ": it holds the data of another service (cas)\n");
        assertThat(ended.awaitExit()).isEqualTo(1);
    }

    @Test
    void aHeadLimitThatNoMessageCouldCarryIsOneLineAndExitCode2() throws Exception {
        for (String size : List.of("0", "4128769")) {
            JarProcess ended = JarProcess.run(JAR, Map.of(), "--max-head-bytes", size);
            assertThat(ended.stderr())
                    .startsWith("ns-service: Invalid value for option '--max-head-bytes': '" + size + "'");
            assertThat(ended.stderr().lines()).hasSize(1);
            assertThat(ended.awaitExit()).isEqualTo(2);
        }
    }

    @Test
    void helpTellsTheDefaults() throws Exception {
        JarProcess help = JarProcess.run(JAR, Map.of(), "--help");
        assertThat(help.awaitExit()).isZero();
        assertThat(help.stdout())
                .contains("127.0.0.1:50052", "127.0.0.1:9465", "./data/ns", "--max-head-bytes", "1MiB", "NS_DATA_DIR");
        JarProcess version = JarProcess.run(JAR, Map.of(), "--version");
        assertThat(version.stdout()).matches("ns-service [0-9]+\\.[0-9]+\\.[0-9]+\\n");
    }

    private static ManagedChannel connect(JarProcess server) {
        return ManagedChannelBuilder.forTarget(server.grpc().toString())
                .usePlaintext()
                .build();
    }
}
