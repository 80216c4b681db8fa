package org.remotelog.ns.head;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;

/**
 * What somebody asks to be stored; nothing of it is checked yet.
 *
 * @param name any text form
 * @param record an envelope
 * @param content of the head, or what goes in front of the stored content
 * @param prepend whether {@code content} goes in front
 * @param ancestors envelopes of the records before {@code record}, oldest first
 * @param replaces the id of the record to replace without chaining on it, or empty
 */
public record Update(
        String name,
        ByteString record,
        Optional<ByteString> content,
        boolean prepend,
        List<ByteString> ancestors,
        ByteString replaces) {
    public Update {
        ancestors = List.copyOf(ancestors);
    }

    /** How much memory it takes, about. */
    long bytes() {
        return record.size()
                + content.map(ByteString::size).orElse(0)
                + ancestors.stream().mapToLong(ByteString::size).sum();
    }
}
