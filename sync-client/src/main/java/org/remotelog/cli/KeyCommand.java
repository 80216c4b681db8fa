package org.remotelog.cli;

import picocli.CommandLine.Command;

/** What the commands about keys hang on. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Makes a key, or shows its name.")
final class KeyCommand extends CommandGroup {}
