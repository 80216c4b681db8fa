package org.remotelog.cas.campaign;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server is killed, its files are cut as if the machine had gone down too, and a server starts on them. */
class TornWriteCampaignIT {
    private static final int ENTRIES = 200;

    @TempDir
    Path directory;

    private final Campaign campaign = Campaign.begin("torn writes");
    private final Random random = campaign.random();

    @Test
    void aServerKeepsWhatWasAcknowledgedBeforeTheCutOrRefusesToStart() throws Exception {
        Trials trials = new Trials(campaign, directory);
        Contents contents = new Contents(campaign.seed(), 16, 4 << 10);
        for (int i = 0; i < campaign.rounds(1, 10); i++) {
            Specimen specimen =
                    Specimen.make(directory.resolve("specimen-" + i), contents, random, campaign.rounds(1, 3), ENTRIES);
            trials.attempt(specimen, some(TornFiles.byCrashes(specimen, random), 7));
            trials.attempt(specimen, some(TornFiles.byOthers(specimen, random), 3));
        }
        trials.report();
    }

    private List<Damage> some(List<Damage> damages, int inShort) {
        Collections.shuffle(damages, random);
        return damages.subList(0, campaign.rounds(inShort, damages.size()));
    }
}
