package org.remotelog.cas.content;

import java.time.Duration;
import org.remotelog.server.GrpcServer;

/**
 * The limits that Capabilities tells, all inclusive.
 *
 * @param maxAddBytes of one content of Add
 * @param maxBatchItems of one BatchAdd, BatchGet or FindMissing
 * @param maxBatchBytes of the contents of one BatchAdd, and of one frame of BatchGet
 * @param maxWriteBytes of one content of Write
 * @param uploadIdle how long an upload may stand still before it is swept
 */
public record Limits(int maxAddBytes, int maxBatchItems, int maxBatchBytes, long maxWriteBytes, Duration uploadIdle) {
    /**
     * What fits a message on the wire with 64 KiB to spare for the rest of it; the spare also lets what is a
     * little too long through to an answer that says so.
     */
    public static final int MAX_CONTENT_BYTES = GrpcServer.MAX_MESSAGE_BYTES - (64 << 10);

    /** Segments have numbers of 31 bits; an upload of 16 GiB that is given up takes 262,144 deletes in one step. */
    public static final long MAX_WRITE_BYTES = 16L << 30;

    /** 4,096 addresses of 36 bytes and their framing are some 160 KiB, which leaves room for contents. */
    public static final Limits DEFAULT =
            new Limits(MAX_CONTENT_BYTES, 4096, MAX_CONTENT_BYTES, 256L << 20, Duration.ofDays(1));

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
        if (maxWriteBytes < 1 || maxWriteBytes > MAX_WRITE_BYTES) {
            throw new IllegalArgumentException("the longest upload is 1 to " + MAX_WRITE_BYTES + " bytes");
        }
        if (uploadIdle.isNegative() || uploadIdle.isZero()) {
            throw new IllegalArgumentException("an upload may stand still for some time");
        }
    }
}
