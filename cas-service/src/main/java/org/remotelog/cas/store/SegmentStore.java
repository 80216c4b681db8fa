package org.remotelog.cas.store;

import com.google.protobuf.ByteString;
import java.util.concurrent.CompletionStage;
import org.remotelog.format.Address;

/** Contents that are stored in {@linkplain Segment segments}. Threads, failures: as {@link ContentStore}. */
@FunctionalInterface
public interface SegmentStore {
    /**
     * One segment, verified.
     *
     * @param size of the whole content
     * @param number from 0
     * @return fails with CONTENT_CORRUPT when it is not there, damaged, or another one
     */
    CompletionStage<ByteString> segment(Address address, long size, SegmentsKey key, long number);
}
