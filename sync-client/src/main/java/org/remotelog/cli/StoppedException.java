package org.remotelog.cli;

import java.io.Serial;

/** A signal asked the command to end. */
final class StoppedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    StoppedException() {
        super("stopped by a signal");
    }
}
