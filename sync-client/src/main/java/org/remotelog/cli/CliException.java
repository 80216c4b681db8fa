package org.remotelog.cli;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A command failed; the message is the line that is told. */
final class CliException extends RuntimeException {
    /** What a command that failed ends with. */
    static final int EXIT_CODE = 1;

    @Serial
    private static final long serialVersionUID = 1;

    CliException(String message) {
        super(message);
    }

    CliException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
