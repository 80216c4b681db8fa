package org.remotelog.ns.head;

import com.google.protobuf.ByteString;
import java.util.Optional;
import java.util.function.Supplier;
import org.remotelog.format.RecordId;
import org.remotelog.format.RemoteLogException;

/** Reads fields of a request, and lays what is wrong to them. */
final class Field {
    private Field() {}

    /** What a check answers; its refusal names the field. */
    static <T> T at(String path, Supplier<T> check) {
        try {
            return check.get();
        } catch (RemoteLogException e) {
            throw e.at(path);
        }
    }

    /**
     * A record id that may be left out.
     *
     * @throws RemoteLogException MALFORMED_REQUEST
     */
    static Optional<RecordId> recordId(String path, ByteString bytes) {
        return bytes.isEmpty() ? Optional.empty() : Optional.of(at(path, () -> new RecordId(bytes)));
    }
}
