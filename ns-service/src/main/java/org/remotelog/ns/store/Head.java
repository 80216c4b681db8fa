package org.remotelog.ns.store;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.remotelog.format.Name;
import org.remotelog.format.SignedRecord;

/**
 * The newest record of a name, and what is held of its content.
 *
 * @param revision counts the changes of this head from 1, also those that keep the record (a content that came later, an
 *     ancestor that was missing): the state that a compare-and-set compares
 * @param record the record
 * @param content empty when the content is not here (it is in the CAS, or its publisher has yet to bring it)
 */
public record Head(long revision, SignedRecord record, Optional<HeldContent> content) {
    /** Whose head it is. */
    public Name name() {
        return record.name();
    }

    /** Of the record. */
    public long sequence() {
        return record.sequence();
    }

    /** A record counts by its id: what is not signed in its envelope anybody can alter. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Head head
                && head.revision == revision
                && head.record.id().equals(record.id())
                && head.content.equals(content);
    }

    @Override
    public int hashCode() {
        return Objects.hash(revision, record.id(), content);
    }
}
