package org.remotelog.server;

import java.io.Serial;

/** The server cannot start, for a reason that its operator can mend; the message is one line. */
public final class StartupException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public StartupException(String message, Throwable cause) {
        super(message, cause);
    }

    public StartupException(String message) {
        super(message);
    }
}
