package org.remotelog.ns.head;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.remotelog.format.RecordId;
import org.remotelog.format.SignedRecord;
import org.remotelog.ns.store.Head;
import org.remotelog.ns.store.HeadStore;
import org.remotelog.ns.store.StoredRecord;

/**
 * A stretch of the stored chain of a name, and its head. Kept as links, because the envelopes of a long stretch would fill
 * the memory.
 */
final class StoredChain {
    /** At most 640 KiB of envelopes are in memory at a time. */
    private static final int RECORDS_PER_READ = 64;

    private final Optional<Head> head;
    private final Map<Long, Link> links = new HashMap<>();

    /** A stored record without its envelope. */
    private record Link(RecordId id, Optional<RecordId> previous) {}

    /** The chain of which only the head is known, if there is one. */
    StoredChain(Optional<Head> head) {
        this.head = head;
        head.map(Head::record).ifPresent(this::add);
    }

    /** Reads the records from a sequence to another, both inclusive, into this chain. */
    CompletionStage<StoredChain> read(HeadStore store, long from, long to) {
        if (head.isEmpty() || from > to || from >= head.get().sequence()) { // The head itself is at hand.
            return CompletableFuture.completedFuture(this);
        }
        int limit = (int) Math.min(RECORDS_PER_READ - 1, to - from) + 1;
        return store.records(head.get().name(), from, limit).thenCompose(records -> {
            List<SignedRecord> within = records.stream()
                    .map(StoredRecord::record)
                    .takeWhile(record -> record.sequence() <= to)
                    .toList();
            within.forEach(this::add);
            return within.size() < limit
                    ? CompletableFuture.completedFuture(this)
                    : read(store, within.get(limit - 1).sequence() + 1, to);
        });
    }

    /** Reads the records between two that are not above the head, both inclusive, and those beside them. */
    CompletionStage<StoredChain> readAround(HeadStore store, long oldest, long newest) {
        long newestStored = head.map(Head::sequence).orElse(0L);
        return read(store, Math.max(0, oldest - 1), Math.min(newest, newestStored - 1) + 1);
    }

    Optional<Head> head() {
        return head;
    }

    /** Whether a record is newer than everything stored. */
    boolean isOlderThan(SignedRecord record) {
        return head.isEmpty() || head.get().sequence() < record.sequence();
    }

    /** Whether this record is stored. */
    boolean has(SignedRecord record) {
        Link link = links.get(record.sequence());
        return link != null && link.id.equals(record.id());
    }

    /** Whether a record is stored under a sequence. */
    boolean hasRecordAt(long sequence) {
        return links.containsKey(sequence);
    }

    /** Whether the record that is stored under a sequence names this one as its predecessor. */
    boolean isNamedAt(long sequence, SignedRecord predecessor) {
        Link link = links.get(sequence);
        return link != null && link.previous.filter(predecessor.id()::equals).isPresent();
    }

    /** Whether a record names the one that is stored under a sequence as its predecessor. */
    boolean names(SignedRecord record, long sequence) {
        Link link = links.get(sequence);
        return link != null && record.previous().filter(link.id::equals).isPresent();
    }

    private void add(SignedRecord record) {
        links.put(record.sequence(), new Link(record.id(), record.previous()));
    }
}
