package org.remotelog.cas;

import org.remotelog.server.GrpcServer;

/**
 * The limits that Capabilities tells, all inclusive.
 *
 * @param maxAddBytes of one content
 * @param maxBatchItems of one BatchAdd, BatchGet or FindMissing
 * @param maxBatchBytes of the contents of one BatchAdd, and of one frame of BatchGet
 */
public record Limits(int maxAddBytes, int maxBatchItems, int maxBatchBytes) {
    /**
     * What fits a message on the wire with 64 KiB to spare for the rest of it; the spare also lets what is a
     * little too long through to an answer that says so.
     */
    public static final int MAX_CONTENT_BYTES = GrpcServer.MAX_MESSAGE_BYTES - (64 << 10);

    /** 4,096 addresses of 36 bytes and their framing are some 160 KiB, which leaves room for contents. */
    public static final Limits DEFAULT = new Limits(MAX_CONTENT_BYTES, 4096, MAX_CONTENT_BYTES);

    public Limits {
        if (maxAddBytes < 1 || maxAddBytes > MAX_CONTENT_BYTES) {
            throw new IllegalArgumentException("the longest content is 1 to " + MAX_CONTENT_BYTES + " bytes");
        }
        if (maxBatchItems < 1) {
            throw new IllegalArgumentException("a batch takes at least one item");
        }
        if (maxBatchBytes < 1 || maxBatchBytes > MAX_CONTENT_BYTES) {
            throw new IllegalArgumentException("a batch is 1 to " + MAX_CONTENT_BYTES + " bytes");
        }
    }
}
