package org.remotelog.cli;

import java.security.SecureRandom;
import org.remotelog.format.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes a key and prints the name that it signs for. */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Makes a key and prints its name, which is what readers need to know.")
final class KeyNewCommand implements Runnable {
    private final Shell shell;

    @Mixin
    private final KeyOption key = new KeyOption();

    @Mixin
    private final HomeOption home = new HomeOption();

    KeyNewCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        SigningKey made = SigningKey.generate(new SecureRandom());
        key.in(home).create(made);
        shell.print(made.name().toString());
    }
}
