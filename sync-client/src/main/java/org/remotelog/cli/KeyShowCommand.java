package org.remotelog.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the name of a key. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Prints the name of a key.")
final class KeyShowCommand implements Runnable {
    private final Shell shell;

    @Mixin
    private final KeyOption key = new KeyOption();

    @Mixin
    private final HomeOption home = new HomeOption();

    KeyShowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        shell.print(key.in(home).read().name().toString());
    }
}
