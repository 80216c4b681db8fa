package org.remotelog.cas.campaign;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One bit of any file flips, also of those that say where the contents are. */
class FlippedFileCampaignIT {
    private static final int ENTRIES = 200;

    @TempDir
    Path directory;

    private final Campaign campaign = Campaign.begin("flipped files");
    private final Random random = campaign.random();

    @Test
    void aServerServesNoWrongBytesOrRefusesToStart() throws Exception {
        Trials trials = new Trials(campaign, directory);
        Contents contents = new Contents(campaign.seed(), 16, 4 << 10);
        Specimen specimen =
                Specimen.make(directory.resolve("specimen"), contents, random, campaign.rounds(1, 3), ENTRIES);
        for (int i = 0; i < campaign.rounds(1, 50); i++) {
            List<Damage> damages = FlippedFiles.of(specimen, random);
            trials.attempt(specimen, damages.subList(0, campaign.rounds(4, damages.size())));
        }
        trials.report();
    }
}
