package org.remotelog.client;

import com.google.rpc.Status;
import java.io.Serial;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;

/** A service refused a call, and said why; with the details that came along. */
final class RefusedException extends RemoteLogException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient Status status;

    RefusedException(Reason reason, String message, Status status, Throwable cause) {
        super(reason, null, message, cause);
        this.status = status;
    }

    Status status() {
        return status;
    }
}
