package org.remotelog.ns.store;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.remotelog.format.Name;
import org.remotelog.format.SignedRecord;

/**
 * One atomic step of a name: from a head, or none, to the next.
 *
 * @param expected what the step was decided on: it applies to nothing else
 * @param next the head afterwards, of the revision after the expected one; its record is stored under its sequence as well,
 *     with the extent of its content
 * @param ancestors records to store under their sequences, without content
 * @param piece the last of the pieces of {@code next}, when it is new
 */
public record HeadChange(Optional<Head> expected, Head next, List<SignedRecord> ancestors, Optional<ByteString> piece) {
    public HeadChange {
        ancestors = List.copyOf(ancestors);
        if (next.revision() != revisionAfter(expected)) {
            throw new IllegalArgumentException("revision " + next.revision() + " after " + expected);
        }
    }

    /** The revision of the head that follows a head, or none. */
    public static long revisionAfter(Optional<Head> head) {
        return head.map(Head::revision).orElse(0L) + 1;
    }

    /** Whose head it is. */
    public Name name() {
        return next.name();
    }

    /** The pieces that are not those of the next head: all of this stack go. */
    public Optional<HeldContent> dropped() {
        Optional<Long> kept = next.content().map(HeldContent::stack);
        return expected.flatMap(Head::content)
                .filter(old -> !Optional.of(old.stack()).equals(kept));
    }

    /**
     * The sequence of a record that is no longer stored: a plain record names no ancestor, so that the one it replaces is
     * none.
     */
    public OptionalLong forgotten() {
        if (next.record().isChained()) {
            return OptionalLong.empty();
        }
        return expected.stream()
                .mapToLong(Head::sequence)
                .filter(sequence -> sequence != next.sequence())
                .findFirst();
    }

    /** About how many bytes it writes. */
    public long bytes() {
        long records =
                ancestors.stream().mapToLong(record -> record.envelope().size()).sum();
        return records
                + 2L * next.record().envelope().size()
                + piece.map(ByteString::size).orElse(0);
    }
}
