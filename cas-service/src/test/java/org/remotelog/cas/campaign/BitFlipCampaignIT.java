package org.remotelog.cas.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.format.Address;
import org.remotelog.server.testing.JarProcess;

/** Bits of stored contents flip while the server is stopped. */
class BitFlipCampaignIT {
    private static final String[] READING = {Campaign.NO_SCRUBBING};
    private static final String[] SCRUBBING = {"--scrub-rate=1GiB", "--scrub-interval=1"};
    private static final int BATCH = 64;

    @TempDir
    Path directory;

    private final Campaign campaign = Campaign.begin("bit flips");
    private final Random random = campaign.random();
    private final Contents contents = new Contents(campaign.seed(), 16, 32 << 10);
    private final int entries = campaign.rounds(2_000, 20_000);
    private final int flipsAtOnce = campaign.rounds(25, 50);
    private List<StoredContent> stored = List.of();
    private List<Address> addresses = List.of();

    @BeforeEach
    void fill() throws Exception {
        try (JarProcess server = JarProcess.serve(Campaign.JAR, directory, READING);
                CasClient client = new CasClient(server)) {
            for (int first = 0; first < entries; first += BATCH) {
                client.addAll(IntStream.range(first, Math.min(first + BATCH, entries))
                        .mapToObj(contents::get)
                        .toList());
            }
            stop(server);
        }
        stored = new ArrayList<>(StoredContent.find(new DataFiles(directory), contents, entries));
        addresses = stored.stream().map(StoredContent::address).toList();
        assertThat(addresses).as("each is stored in one place").hasSize(entries).doesNotHaveDuplicates();
    }

    @Test
    void everyFlipIsDetectedNoneIsServedNoOtherContentIsLostAndAddingHeals() throws Exception {
        Collections.shuffle(stored, random);
        int rounds = campaign.rounds(2, 20);
        for (int round = 0; round < rounds; round++) {
            List<StoredContent> victims = stored.subList(round * flipsAtOnce, (round + 1) * flipsAtOnce);
            for (StoredContent victim : victims) {
                victim.flip(random);
            }
            List<Address> flipped = victims.stream().map(StoredContent::address).toList();
            boolean byReading = round % 2 == 0;
            try (JarProcess server = JarProcess.serve(Campaign.JAR, directory, byReading ? READING : SCRUBBING);
                    CasClient client = new CasClient(server)) {
                if (byReading) {
                    assertReadersDetect(client, flipped);
                } else {
                    assertTheScrubberDetects(server, client, flipped);
                }
                assertThat(client.missing(addresses)).containsExactlyInAnyOrderElementsOf(flipped);
                assertThat(Metrics.of(server, "cas_corrupt_total")).isEqualTo(flipsAtOnce);
                for (StoredContent victim : victims) {
                    client.add(contents.get(victim.number()));
                }
                assertThat(client.missing(addresses)).isEmpty();
                assertAll(Verdict.RIGHT, client.readAll(addresses).values());
                stop(server);
            }
        }
        campaign.say(
                "%d bits flipped in as many of %d contents, %d at a time: each detected, half of them by readers and half"
                        + " by the scrubber; none served, all others served, all healed",
                rounds * flipsAtOnce, entries, flipsAtOnce);
    }

    /** By Get and by BatchGet. From then on they are missing. */
    private void assertReadersDetect(CasClient client, List<Address> flipped) {
        List<Address> alone = flipped.subList(0, flipsAtOnce / 2);
        assertAll(Verdict.CORRUPT, alone.stream().map(client::read).toList());
        assertAll(Verdict.MISSING, alone.stream().map(client::read).toList());

        Map<Address, Verdict> verdicts = client.readAll(addresses);
        assertAll(Verdict.MISSING, alone.stream().map(verdicts::remove).toList());
        List<Address> inBatches = flipped.subList(flipsAtOnce / 2, flipsAtOnce);
        assertAll(Verdict.CORRUPT, inBatches.stream().map(verdicts::remove).toList());
        assertAll(Verdict.RIGHT, verdicts.values());
    }

    /** Before anybody asks for them. */
    private void assertTheScrubberDetects(JarProcess server, CasClient client, List<Address> flipped) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .until(() -> Metrics.of(server, "cas_scrub_corrupt_total") >= flipsAtOnce);
        Map<Address, Verdict> verdicts = client.readAll(addresses);
        assertAll(Verdict.MISSING, flipped.stream().map(verdicts::remove).toList());
        assertAll(Verdict.RIGHT, verdicts.values());
    }

    private static void assertAll(Verdict expected, Collection<Verdict> verdicts) {
        assertThat(verdicts).isNotEmpty().containsOnly(expected);
    }

    private static void stop(JarProcess server) throws InterruptedException {
        server.terminate();
        assertThat(server.awaitExit()).isZero();
    }
}
