package org.remotelog.server.rocksdb;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A service's command {@code restore}. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description =
                "Restores a backup into a data directory that is empty, or lists the backups. No server may run on it.")
public final class RestoreCommand implements Runnable {
    private final DataFormat format;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--backup-dir", paramLabel = "DIR", required = true, description = "where the backups are")
    private Path backupDir = Path.of("");

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            required = true,
            description = "where to put the data (default: ${DEFAULT-VALUE})")
    private Path dataDir = Path.of("");

    @Option(names = "--backup", paramLabel = "ID", description = "which one (default: the newest)")
    private @Nullable Integer id;

    @Option(names = "--list", description = "only list them: id, time, bytes, format")
    private boolean list;

    /**
     * @param format of the service, as it writes it now
     */
    public RestoreCommand(DataFormat format) {
        this.format = format;
    }

    @Override
    public void run() {
        Backups backups = new Backups(backupDir, format);
        if (list) {
            backups.list().forEach(backup -> say(line(backup)));
        } else {
            say("restored into " + dataDir + ": " + line(backups.restore(Optional.ofNullable(id), dataDir)));
        }
    }

    private static String line(Backup backup) {
        return backup.id() + " " + backup.time() + " " + backup.bytes() + " bytes, "
                + backup.format().toString().strip();
    }

    private void say(String line) {
        if (spec != null) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(line);
            out.flush();
        }
    }
}
