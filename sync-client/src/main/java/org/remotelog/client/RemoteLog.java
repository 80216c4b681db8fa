package org.remotelog.client;

import org.remotelog.format.Name;
import org.remotelog.format.SigningKey;

/** Where to start: {@link #writer} makes an Alice, {@link #reader} a Bob. */
public final class RemoteLog {
    private RemoteLog() {}

    /** A writer of the log that the key's name points at. */
    public static WriterBuilder writer(Services services, SigningKey key) {
        return new WriterBuilder(services, key);
    }

    /** A reader of somebody's log. */
    public static ReaderBuilder reader(Services services, Name name) {
        return new ReaderBuilder(services, name);
    }
}
