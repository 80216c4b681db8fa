package org.remotelog.cas.store;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a walk through all entries is.
 *
 * @param at where it goes on, in the words of {@link EntryPage#next}; none at the beginning of a pass
 * @param entries checked in this pass
 * @param bytes read in this pass
 * @param corrupt entries that this pass found
 * @param lastFullPass when the last pass came to its end
 */
public record ScrubProgress(
        Optional<ByteString> at, long entries, long bytes, long corrupt, Optional<Instant> lastFullPass) {
    /** Before the first entry of the first pass. */
    public static final ScrubProgress BEGINNING = new ScrubProgress(Optional.empty(), 0, 0, 0, Optional.empty());

    /** With one more entry checked. */
    public ScrubProgress checked(Entry entry, boolean intact, Optional<ByteString> goesOnAt) {
        return new ScrubProgress(
                goesOnAt, entries + 1, bytes + entry.size(), intact ? corrupt : corrupt + 1, lastFullPass);
    }

    /** The beginning of the next pass. */
    public ScrubProgress passed(Instant now) {
        return new ScrubProgress(Optional.empty(), 0, 0, 0, Optional.of(now));
    }
}
