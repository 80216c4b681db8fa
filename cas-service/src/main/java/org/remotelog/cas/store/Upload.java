package org.remotelog.cas.store;

import java.time.Instant;
import org.remotelog.format.Address;

/**
 * How far an upload is.
 *
 * @param address that the whole must have
 * @param size of the whole, in bytes; at least 1
 * @param key under which its segments are
 * @param committed bytes that are stored: whole segments, or all of it
 * @param touched when that last grew
 * @param finished the whole has become a content
 */
public record Upload(
        UploadId id, Address address, long size, SegmentsKey key, long committed, Instant touched, boolean finished) {
    public Upload {
        if (size < 1 || committed < 0 || committed > size || (finished && committed != size)) {
            throw new IllegalArgumentException("an upload of " + size + " bytes has not " + committed + " committed");
        }
    }

    /** One that is to begin. */
    public static Upload begin(UploadId id, Address address, long size, SegmentsKey key, Instant now) {
        return new Upload(id, address, size, key, 0, now, false);
    }

    /** The same with more committed. */
    public Upload advance(long bytes, Instant now) {
        return new Upload(id, address, size, key, committed + bytes, now, finished);
    }

    /** The same as a content. */
    public Upload finish() {
        return new Upload(id, address, size, key, committed, touched, true);
    }

    /** Whether all of it is stored. */
    public boolean isWhole() {
        return committed == size;
    }

    /** Whether this is the same upload, as far as the other. */
    public boolean isAt(Upload other) {
        return key.equals(other.key) && committed == other.committed && finished == other.finished;
    }
}
