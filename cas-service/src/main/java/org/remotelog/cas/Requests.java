package org.remotelog.cas;

import java.util.function.Supplier;
import org.remotelog.format.Address;
import org.remotelog.format.RemoteLogException;

/** Reads the fields of requests; what is wrong with one is laid to it. */
final class Requests {
    private Requests() {}

    static Address address(org.remotelog.proto.cas.Address message, String field) {
        return at(field, () -> new Address(message.getId()));
    }

    static <T> T at(String field, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (RemoteLogException e) {
            throw e.at(field);
        }
    }
}
