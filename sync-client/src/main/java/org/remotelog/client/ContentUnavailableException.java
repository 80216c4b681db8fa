package org.remotelog.client;

import java.io.Serial;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;

/** The CAS does not have a content, or not its right bytes. */
final class ContentUnavailableException extends RemoteLogException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient Address address;

    ContentUnavailableException(Address address, Reason reason, String message) {
        super(reason, message);
        this.address = address;
    }

    Address address() {
        return address;
    }
}
