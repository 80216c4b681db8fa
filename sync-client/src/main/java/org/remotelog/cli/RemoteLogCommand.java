package org.remotelog.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What all subcommands hang on. */
@Command(
        name = "remotelog",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Writes a log that others can read while you are offline, and reads theirs.",
        footer = {
            "",
            "Exit codes: 0 done; 1 failed; 2 a mistake in the command; 3 done, but something is missing, corrupt, forked,"
                    + " rolled back or rewritten (told on stderr)."
        })
final class RemoteLogCommand extends CommandGroup {
    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "when it fails, prints the stack trace as well")
    private boolean verbose;

    boolean isVerbose() {
        return verbose;
    }
}
