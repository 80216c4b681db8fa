package org.remotelog.cas;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.remotelog.cas.content.Verification;
import org.remotelog.cas.content.Verification.Outcome;
import org.remotelog.cas.rocksdb.CasDatabase;
import org.remotelog.format.Address;
import org.remotelog.server.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Reads everything in a data directory, or in a restored backup, and checks it against its address.",
            "Prints a line for each corrupt entry, and a sum. Exit code 0: all is right; 3: something is corrupt."
        })
final class VerifyCommand implements Callable<Integer>, Verification.Listener {
    /** As {@code remotelog} has it: done, but something is corrupt. */
    private static final int CORRUPT = 3;

    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(2);

    @Mixin
    private OfflineOptions offline = new OfflineOptions();

    @Option(
            names = "--quarantine",
            description = "take corrupt entries out, so that adding them again heals them; else nothing is changed")
    private boolean quarantine;

    @Spec
    private @Nullable CommandSpec spec;

    private long shown = System.nanoTime();
    private boolean hasShown;

    @Override
    public Integer call() {
        try (Workers workers = offline.workers();
                CasDatabase database = offline.open(workers, quarantine)) {
            Verification verification = quarantine
                    ? Verification.quarantining(database.stores(), workers)
                    : Verification.reporting(database.stores(), workers);
            Outcome outcome = verification.run(this);
            endProgress();
            say(line(outcome));
            return outcome.isClean() ? 0 : CORRUPT;
        }
    }

    @Override
    public void corrupt(Address address, long size, String why) {
        endProgress();
        say("corrupt " + address + " " + size + " bytes: " + why);
    }

    @Override
    public void checked(Outcome soFar) {
        if (System.console() != null && System.nanoTime() - shown > PROGRESS_NANOS) {
            shown = System.nanoTime();
            hasShown = true;
            System.err.print("\r" + line(soFar));
        }
    }

    private void endProgress() {
        if (hasShown) {
            hasShown = false;
            System.err.println();
        }
    }

    private static String line(Outcome outcome) {
        return outcome.entries() + " entries, " + outcome.bytes() + " bytes: " + outcome.corrupt() + " corrupt"
                + (outcome.unreadable() == 0 ? "" : ", " + outcome.unreadable() + " places of the index unreadable");
    }

    private void say(String line) {
        if (spec != null) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(line);
            out.flush();
        }
    }
}
