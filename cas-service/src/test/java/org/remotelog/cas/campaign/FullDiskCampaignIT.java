package org.remotelog.cas.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Reason;
import org.remotelog.server.testing.JarProcess;
import org.remotelog.server.testing.SmallDisk;

/** A server on a real file system that really fills, again and again. */
class FullDiskCampaignIT {
    /** RocksDB reserves some 26 MiB for its log at once. */
    private static final int DISK_MEBIBYTES = 192;

    private static final int WRITERS = 4;

    @TempDir
    Path directory;

    private final Campaign campaign = Campaign.begin("full disk");
    private final Contents contents = new Contents(campaign.seed(), 1 << 10, 256 << 10);
    private final AtomicInteger next = new AtomicInteger();
    private final Journal journal = new Journal();
    private final int rounds = campaign.rounds(1, 4);
    private int startedFull;

    /** No reserve: the space ends in the middle of a write, or of what is written from memory. */
    @Test
    void aDiskThatItsOwnWritesFillLosesNothing() throws Exception {
        fillAgainAndAgain("0", false);
    }

    @Test
    void aDiskThatItsOwnWritesFillToTheReserveLosesNothing() throws Exception {
        fillAgainAndAgain("12MiB", false);
    }

    /** The reserve is no help: whoever takes the space does not know of it. */
    @Test
    void aDiskThatOthersFillInTheMiddleOfWritesLosesNothing() throws Exception {
        fillAgainAndAgain("12MiB", true);
    }

    private void fillAgainAndAgain(String reserve, boolean byOthers) throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory, DISK_MEBIBYTES)) {
            for (int round = 0; round < rounds; round++) {
                disk.fillUpTo(disk.free() / 3); // The rest is for what a start writes from the log.
                try (JarProcess server = serve(disk, reserve)) {
                    writeUntilRefused(server, disk, byOthers);
                    assertServesAll(server);
                    disk.clear();
                    awaitWrites(server);
                    takeAll(disk);
                    writeUntilRefused(server, disk, false);
                    assertServesAll(server);
                    server.kill();
                }
                startFull(disk, reserve);
                disk.clear();
                try (JarProcess server = serve(disk, reserve)) {
                    assertServesAll(server);
                    awaitWrites(server);
                }
            }
        }
        campaign.say(
                "reserve %s, filled by %s, cleared, filled, killed: %d rounds, %d of them started on the full disk;"
                        + " %d contents acknowledged, none lost",
                reserve, byOthers ? "others" : "writes", rounds, startedFull, journal.size());
    }

    /** Writers that write until each is refused. In the middle of it all space may go to somebody else. */
    private void writeUntilRefused(JarProcess server, SmallDisk disk, boolean byOthers) throws Exception {
        int before = journal.size();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try (CasClient client = new CasClient(server)) {
            List<CompletableFuture<Void>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(CompletableFuture.runAsync(() -> writeUntilRefused(client), threads));
            }
            if (byOthers) {
                Awaitility.await().until(() -> journal.size() > before + 50);
                takeAll(disk);
            }
            for (CompletableFuture<Void> writer : writers) {
                writer.get(2, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void writeUntilRefused(CasClient client) {
        while (true) {
            try {
                journal.acknowledged(List.of(client.add(contents.get(next.getAndIncrement()))));
            } catch (StatusRuntimeException e) {
                assertDiskFull(e);
                return;
            }
        }
    }

    private static void takeAll(SmallDisk disk) {
        try {
            disk.fillUpTo(0);
        } catch (UncheckedIOException e) {
            assertThat(e).hasMessageContaining("No space left"); // Somebody else was faster.
        }
    }

    private static void assertDiskFull(StatusRuntimeException refused) {
        Status status = Objects.requireNonNull(StatusProto.fromThrowable(refused));
        assertThat(ErrorDetails.reason(status)).as("%s", status).contains(Reason.DISK_FULL);
        assertThat(ErrorDetails.find(status, RetryInfo.class)).isPresent();
    }

    private void assertServesAll(JarProcess server) throws Exception {
        try (CasClient client = new CasClient(server)) {
            assertThat(client.readAll(journal.since(0)).values()).containsOnly(Verdict.RIGHT);
            assertThat(client.missing(journal.since(0))).isEmpty();
            assertThat(client.isServing()).isTrue();
            assertThat(Metrics.isReady(server)).isTrue();
            assertThat(Metrics.of(server, "cas_corrupt_total")).isZero();
        }
    }

    /** They resume by themselves. */
    private void awaitWrites(JarProcess server) {
        try (CasClient client = new CasClient(server)) {
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> takesWrites(client));
        }
    }

    private boolean takesWrites(CasClient client) {
        try {
            journal.acknowledged(List.of(client.add(contents.get(next.getAndIncrement()))));
            return true;
        } catch (StatusRuntimeException e) {
            assertDiskFull(e);
            return false;
        }
    }

    /** Where there is no space to write what the log has into files, a server may refuse to start, and say why. */
    private void startFull(SmallDisk disk, String reserve) throws Exception {
        try (JarProcess server =
                JarProcess.start(Campaign.JAR, disk.path().resolve("data"), "--disk-reserve", reserve)) {
            if (server.isReadyWithin(Duration.ofMinutes(1))) {
                assertServesAll(server);
                startedFull++;
            } else {
                assertThat(server.awaitExit()).as(server.stderr()).isEqualTo(1);
                assertThat(server.stderr().lines())
                        .singleElement()
                        .asString()
                        .startsWith("cas-service: cannot open the ")
                        .contains("No space left on device");
            }
        }
    }

    private static JarProcess serve(SmallDisk disk, String reserve) throws Exception {
        return JarProcess.serve(Campaign.JAR, disk.path().resolve("data"), "--disk-reserve", reserve);
    }
}
