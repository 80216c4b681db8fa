package org.remotelog.cli;

import java.io.IOException;
import java.io.Serial;

/** Stdout cannot be written. */
final class OutputException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    OutputException(IOException cause) {
        super("cannot write the output: " + cause.getMessage(), cause);
    }

    /** Whether whoever read the output went away, as {@code head} does when it has enough. */
    boolean isBrokenPipe() {
        return String.valueOf(getMessage()).contains("Broken pipe");
    }
}
