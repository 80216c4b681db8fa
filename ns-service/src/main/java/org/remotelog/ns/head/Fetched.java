package org.remotelog.ns.head;

import com.google.protobuf.ByteString;
import org.remotelog.ns.store.Head;

/**
 * What a reader is answered.
 *
 * @param head the stored head
 * @param kind what of its content is answered
 * @param data the bytes
 */
public record Fetched(Head head, Kind kind, ByteString data) {
    /** How much a reader needs. */
    public enum Kind {
        /** Nothing: it has this head. */
        UNCHANGED,
        /** What goes in front of the content that it holds. */
        IN_FRONT,
        /** All of it; empty when the content is not here. */
        WHOLE
    }
}
