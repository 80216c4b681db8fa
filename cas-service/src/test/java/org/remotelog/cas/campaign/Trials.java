package org.remotelog.cas.campaign;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;

/** Starts servers on damaged copies of a directory, and counts what they make of them. */
final class Trials {
    /** One that no specimen has. */
    private static final ByteString ANOTHER = ByteString.copyFromUtf8("written after the damage");

    private final Campaign campaign;
    private final Path directory;
    private final Tally tally = new Tally();
    private int tried;

    /**
     * @param directory for the copies
     */
    Trials(Campaign campaign, Path directory) {
        this.campaign = campaign;
        this.directory = directory;
    }

    void attempt(Specimen specimen, List<Damage> damages) throws Exception {
        for (Damage damage : damages) {
            attempt(specimen, damage);
        }
    }

    private void attempt(Specimen specimen, Damage damage) throws Exception {
        Path copy = directory.resolve("copy-" + tried++);
        damage.change().to(specimen.files().copyTo(copy));
        try {
            Outcome outcome = Outcome.of(copy, specimen.acknowledged(), ANOTHER);
            damage.check().accept(outcome);
            tally.count(damage.kind(), outcome.summary());
        } catch (AssertionError e) {
            throw new AssertionError(damage.toString(), e);
        }
        MoreFiles.deleteRecursively(copy, RecursiveDeleteOption.ALLOW_INSECURE);
    }

    void report() {
        tally.report(campaign);
        campaign.say("%d directories damaged; no wrong bytes, no crash", tried);
    }
}
