package org.remotelog.ns.head;

import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.GrpcServer;

/**
 * Bounds on what is kept of one head.
 *
 * @param headBytes the longest content, in bytes
 * @param pieces the most pieces of a content; the append after the last writes the content anew as one. It bounds what a read
 *     from disk costs, at headBytes / pieces more bytes written per append on average
 */
public record Limits(int headBytes, int pieces) {
    /** What fits a message on the wire with 64 KiB to spare for the rest of it. */
    public static final int MAX_HEAD_BYTES = GrpcServer.MAX_MESSAGE_BYTES - (64 << 10);

    /** 1 MiB in 1,024 pieces: an append costs at most 1 KiB more, a read from disk some milliseconds. */
    public static final Limits DEFAULT = new Limits(1 << 20, 1024);

    public Limits {
        if (headBytes < 1 || headBytes > MAX_HEAD_BYTES) {
            throw new IllegalArgumentException("the longest content is 1 to " + MAX_HEAD_BYTES + " bytes");
        }
        if (pieces < 1) {
            throw new IllegalArgumentException("a content has at least one piece");
        }
    }

    /**
     * @throws RemoteLogException MALFORMED_CONTENT
     */
    void checkHeadBytes(long bytes) {
        if (bytes > headBytes) {
            throw new RemoteLogException(
                            Reason.MALFORMED_CONTENT,
                            "a head's content is at most " + headBytes + " bytes, not " + bytes)
                    .at("content");
        }
    }
}
