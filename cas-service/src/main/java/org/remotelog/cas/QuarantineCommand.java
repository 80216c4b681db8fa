package org.remotelog.cas;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.remotelog.cas.rocksdb.CasDatabase;
import org.remotelog.cas.store.Inventory;
import org.remotelog.cas.store.Quarantined;
import org.remotelog.server.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code quarantine}, with what can be done there. */
@Command(
        name = "quarantine",
        mixinStandardHelpOptions = true,
        description = "Shows what a server has found corrupt.",
        subcommands = QuarantineCommand.ListCommand.class)
final class QuarantineCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "say what: quarantine list");
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description =
                    "Prints a line for each entry in quarantine: address, when it was found, size, bytes kept, why.")
    static final class ListCommand implements Runnable {
        private static final int PAGE = 100;

        @Mixin
        private OfflineOptions offline = new OfflineOptions();

        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public void run() {
            try (Workers workers = offline.workers();
                    CasDatabase database = offline.open(workers, false)) {
                Inventory inventory = database.stores().inventory();
                for (List<Quarantined> page = page(inventory, Optional.empty());
                        !page.isEmpty();
                        page = page(inventory, Optional.of(page.get(page.size() - 1)))) {
                    page.forEach(this::say);
                }
            }
        }

        private static List<Quarantined> page(Inventory inventory, Optional<Quarantined> last) {
            return inventory
                    .quarantined(last.map(Quarantined::address), PAGE)
                    .toCompletableFuture()
                    .join();
        }

        private void say(Quarantined entry) {
            if (spec != null) {
                PrintWriter out = spec.commandLine().getOut();
                out.println(entry.address() + " " + entry.at() + " " + entry.size() + " bytes, " + entry.kept()
                        + " kept: " + entry.why());
                out.flush();
            }
        }
    }
}
