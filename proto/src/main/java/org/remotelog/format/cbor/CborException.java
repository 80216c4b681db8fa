package org.remotelog.format.cbor;

import java.io.Serial;

/** Bytes are not strict DAG-CBOR; the message says why and where. */
public final class CborException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    CborException(String message, int offset) {
        super(message + " at byte " + offset);
    }
}
