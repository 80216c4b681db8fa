package org.remotelog.client;

import io.grpc.Status;
import java.io.Serial;

/** A service could not be reached, or answered what no correct server answers. */
public final class ServiceException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Status.Code code;

    ServiceException(String message, Status.Code code, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    ServiceException(String message) {
        super(message);
        this.code = Status.Code.INTERNAL;
    }

    /** The gRPC status code of the last attempt. */
    public Status.Code code() {
        return code;
    }
}
