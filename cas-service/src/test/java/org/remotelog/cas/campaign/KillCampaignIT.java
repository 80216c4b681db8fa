package org.remotelog.cas.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.format.Address;
import org.remotelog.server.testing.JarProcess;

/** A server is killed again and again while many clients write, and sometimes while it starts. */
class KillCampaignIT {
    /** What is read, from those that an earlier round has read already. */
    private static final int SAMPLE = 500;

    @TempDir
    Path directory;

    private final Campaign campaign = Campaign.begin("kill");
    private final Random random = campaign.random();
    /** Acknowledged before a kill, at most. */
    private final int mostBetweenKills = campaign.rounds(1500, 3000);

    private final Journal journal = new Journal();
    private final AtomicInteger next = new AtomicInteger();
    private final List<Duration> starts = new ArrayList<>();
    private int checked;
    private int checkedUnanswered;
    private int read;
    private int unansweredAndKept;
    private int killedWhileStarting;

    @Test
    void everythingAcknowledgedIsReadableAfterEveryKill() throws Exception {
        int rounds = campaign.rounds(5, 200);
        for (int round = 0; round < rounds; round++) {
            try (JarProcess server = serve();
                    CasClient client = new CasClient(server)) {
                check(client);
                int enough = journal.size() + random.nextInt(mostBetweenKills);
                try (Clients clients = new Clients(server, campaign.seed(), next, journal)) {
                    Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> journal.size() >= enough);
                    server.kill();
                    clients.awaitEnd();
                }
            }
            if (random.nextInt(3) == 0) {
                killWhileStarting();
            }
        }
        try (JarProcess server = serve();
                CasClient client = new CasClient(server)) {
            check(client);
            assertRight(client, journal.since(0));
        }
        report(rounds);
    }

    /** In a minute at most: other processes share the machine. What it takes is printed. */
    private JarProcess serve() throws Exception {
        long begin = System.nanoTime();
        JarProcess server = JarProcess.serve(Campaign.JAR, directory);
        starts.add(Duration.ofNanos(System.nanoTime() - begin));
        return server;
    }

    private void killWhileStarting() throws Exception {
        try (JarProcess server = JarProcess.start(Campaign.JAR, directory)) {
            server.isReadyWithin(Duration.ofMillis(random.nextInt(1500)));
            server.kill();
            killedWhileStarting++;
        }
    }

    private void check(CasClient client) {
        assertThat(client.missing(journal.since(0)))
                .as("acknowledged and missing")
                .isEmpty();
        assertRight(client, journal.since(checked));
        if (checked > 0) {
            assertRight(
                    client,
                    Stream.generate(() -> journal.any(random)).limit(SAMPLE).toList());
        }
        checked = journal.size();

        List<Address> unanswered = journal.unanswered();
        Collection<Verdict> verdicts = client.readAll(unanswered.subList(checkedUnanswered, unanswered.size()))
                .values();
        assertThat(verdicts).isSubsetOf(Verdict.RIGHT, Verdict.MISSING);
        checkedUnanswered = unanswered.size();
        unansweredAndKept += Collections.frequency(verdicts, Verdict.RIGHT);
    }

    private void assertRight(CasClient client, List<Address> addresses) {
        assertThat(client.readAll(addresses))
                .allSatisfy((address, verdict) -> assertThat(verdict).isEqualTo(Verdict.RIGHT));
        read += addresses.size();
    }

    private void report(int rounds) {
        Collections.sort(starts);
        campaign.say(
                "%d kills under load, %d while starting; %d contents acknowledged, none lost, %d read;"
                        + " of %d unanswered %d were kept; start: median %d ms, slowest %d ms",
                rounds,
                killedWhileStarting,
                journal.size(),
                read,
                journal.unanswered().size(),
                unansweredAndKept,
                starts.get(starts.size() / 2).toMillis(),
                starts.get(starts.size() - 1).toMillis());
    }
}
