package org.remotelog.cas.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.format.Address;
import org.remotelog.server.testing.JarProcess;

/** Bits of stored contents flip while the server is stopped. */
class BitFlipCampaignIT {
    private static final int FLIPS_AT_ONCE = 50;
    private static final int BATCH = 64;

    @TempDir
    Path directory;

    private final Campaign campaign = Campaign.begin("bit flips");
    private final Random random = campaign.random();
    private final Contents contents = new Contents(campaign.seed(), 16, 32 << 10);
    private final int entries = campaign.rounds(2_000, 20_000);
    private List<StoredContent> stored = List.of();
    private List<Address> addresses = List.of();

    @BeforeEach
    void fill() throws Exception {
        try (JarProcess server = JarProcess.serve(Campaign.JAR, directory);
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
        int rounds = campaign.rounds(1, 20);
        for (int round = 0; round < rounds; round++) {
            List<StoredContent> victims = stored.subList(round * FLIPS_AT_ONCE, (round + 1) * FLIPS_AT_ONCE);
            for (StoredContent victim : victims) {
                victim.flip(random);
            }
            try (JarProcess server = JarProcess.serve(Campaign.JAR, directory);
                    CasClient client = new CasClient(server)) {
                assertDetected(server, client, victims);
                for (StoredContent victim : victims) {
                    client.add(contents.get(victim.number()));
                }
                assertThat(client.missing(addresses)).isEmpty();
                assertAll(Verdict.RIGHT, client.readAll(addresses).values());
                stop(server);
            }
        }
        campaign.say(
                "%d bits flipped in %d contents of %d, %d at a time: each detected, none served, all others served, all healed",
                rounds * FLIPS_AT_ONCE, rounds * FLIPS_AT_ONCE, entries, FLIPS_AT_ONCE);
    }

    /** By Get and by BatchGet. From then on they are missing, and only they. */
    private void assertDetected(JarProcess server, CasClient client, List<StoredContent> victims) throws Exception {
        List<Address> flipped = victims.stream().map(StoredContent::address).toList();
        List<Address> alone = flipped.subList(0, FLIPS_AT_ONCE / 2);
        assertAll(Verdict.CORRUPT, alone.stream().map(client::read).toList());
        assertAll(Verdict.MISSING, alone.stream().map(client::read).toList());

        Map<Address, Verdict> verdicts = client.readAll(addresses);
        assertAll(Verdict.MISSING, alone.stream().map(verdicts::remove).toList());
        List<Address> inBatches = flipped.subList(FLIPS_AT_ONCE / 2, FLIPS_AT_ONCE);
        assertAll(Verdict.CORRUPT, inBatches.stream().map(verdicts::remove).toList());
        assertAll(Verdict.RIGHT, verdicts.values());

        assertThat(client.missing(addresses)).containsExactlyInAnyOrderElementsOf(flipped);
        assertThat(Metrics.of(server, "cas_corrupt_total")).isEqualTo(FLIPS_AT_ONCE);
    }

    private static void assertAll(Verdict expected, Collection<Verdict> verdicts) {
        assertThat(verdicts).isNotEmpty().containsOnly(expected);
    }

    private static void stop(JarProcess server) throws InterruptedException {
        server.terminate();
        assertThat(server.awaitExit()).isZero();
    }
}
