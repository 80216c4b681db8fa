package org.remotelog.cas.campaign;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
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
    private final Contents contents = new Contents(campaign.seed(), 16, 4 << 10);
    private final Tally tally = new Tally();
    private int tried;

    @Test
    void aServerKeepsWhatWasAcknowledgedBeforeTheCutOrRefusesToStart() throws Exception {
        for (int i = 0; i < campaign.rounds(1, 10); i++) {
            Specimen specimen = Specimen.make(directory.resolve("specimen-" + i), contents, random, 2, ENTRIES);
            attemptSome(specimen, TornFiles.byCrashes(specimen, random), 8);
            attemptSome(specimen, TornFiles.byOthers(specimen, random), 4);
        }
        tally.report(campaign);
        campaign.say("%d directories damaged; no wrong bytes, no crash", tried);
    }

    private void attemptSome(Specimen specimen, List<Damage> damages, int inShort) throws Exception {
        Collections.shuffle(damages, random);
        for (Damage damage : damages.subList(0, campaign.rounds(inShort, damages.size()))) {
            attempt(specimen, damage);
        }
    }

    private void attempt(Specimen specimen, Damage damage) throws Exception {
        Path copy = directory.resolve("copy-" + tried++);
        damage.change().to(specimen.files().copyTo(copy));
        try {
            Outcome outcome = Outcome.of(copy, specimen.acknowledged(), contents.get(Integer.MAX_VALUE));
            damage.check().accept(outcome);
            tally.count(damage.kind(), outcome.summary());
        } catch (AssertionError e) {
            throw new AssertionError(damage.toString(), e);
        }
        MoreFiles.deleteRecursively(copy, RecursiveDeleteOption.ALLOW_INSECURE);
    }
}
