package org.remotelog.client;

import com.google.protobuf.ByteString;
import org.remotelog.format.Address;
import org.remotelog.format.MessageId;
import org.remotelog.format.MvdsMessage;

/**
 * A verified message of a log.
 *
 * @param sequence its place in the log, from 1
 * @param message as its author serialized it
 */
public record LogMessage(long sequence, MvdsMessage message) {
    /** The message id. */
    public MessageId id() {
        return message.id();
    }

    /** The application's bytes. */
    public ByteString body() {
        return message.body();
    }

    /** Unix seconds, as the author says. */
    public long timestamp() {
        return message.timestamp();
    }

    /** The address of the exact serialized message, also when it stood only in a page. */
    public Address address() {
        return message.address();
    }
}
