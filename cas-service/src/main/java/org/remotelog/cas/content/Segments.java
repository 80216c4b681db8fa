package org.remotelog.cas.content;

import com.google.protobuf.ByteString;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.remotelog.cas.store.Entry;
import org.remotelog.cas.store.Segment;
import org.remotelog.cas.store.SegmentStore;
import org.remotelog.cas.store.SegmentsKey;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.Stages;

/** Reads contents that are stored in segments. One with a corrupt segment goes to quarantine as a whole. */
final class Segments {
    private final SegmentStore store;
    private final Quarantine quarantine;

    Segments(SegmentStore store, Quarantine quarantine) {
        this.store = store;
        this.quarantine = quarantine;
    }

    /**
     * One segment, verified.
     *
     * @param entry of a content in segments
     */
    CompletionStage<ByteString> segment(Entry entry, long number) {
        SegmentsKey key = key(entry);
        return quarantine.guard(
                entry.address(), entry.segments(), store.segment(entry.address(), entry.size(), key, number));
    }

    /** All of a content that fits the memory, verified as a whole. */
    CompletionStage<ByteString> join(Entry entry) {
        Joined joined = new Joined();
        CompletionStage<ByteString> whole = Stages.inTurn(
                        LongStream.range(0, Segment.count(entry.size())).iterator(),
                        number -> store.segment(entry.address(), entry.size(), key(entry), number)
                                .thenAccept(joined::add))
                .thenApply(all -> {
                    if (!entry.address().matches(joined.content)) {
                        throw mismatch(entry);
                    }
                    return joined.content;
                });
        return quarantine.guard(entry.address(), entry.segments(), whole);
    }

    static RemoteLogException mismatch(Entry entry) {
        return new RemoteLogException(
                Reason.CONTENT_CORRUPT, "the segments that are stored under " + entry.address() + " do not match it");
    }

    private static SegmentsKey key(Entry entry) {
        return entry.segments().orElseThrow(() -> new IllegalArgumentException("a content that is stored whole"));
    }

    private static final class Joined {
        private ByteString content = ByteString.EMPTY;

        void add(ByteString segment) {
            content = content.concat(segment);
        }
    }
}
