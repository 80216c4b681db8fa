package org.remotelog.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which key is meant. */
final class KeyOption {
    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "an Ed25519 key as PKCS#8 in PEM (default: key.pem in the home)")
    private @Nullable Path file;

    KeyFile in(HomeOption home) {
        return new KeyFile(
                Optional.ofNullable(file).orElseGet(() -> home.directory().resolve("key.pem")));
    }
}
