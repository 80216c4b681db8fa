package org.remotelog.cas.content;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.remotelog.cas.store.Entry;
import org.remotelog.cas.store.EntryPage;
import org.remotelog.cas.store.Inventory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks through all entries in the order of their addresses, also past places where the index is damaged. Blocks; used by one
 * thread.
 */
final class Walk {
    private static final Logger log = LoggerFactory.getLogger(Walk.class);

    private static final int PAGE = 256;

    private final Inventory inventory;
    private final Deque<Entry> page = new ArrayDeque<>();
    private Optional<ByteString> at; // Where the page began.
    private Optional<ByteString> next;
    private boolean over;
    private long damaged;

    /**
     * @param from where the walk goes on; none for all
     */
    Walk(Inventory inventory, Optional<ByteString> from) {
        this.inventory = inventory;
        this.at = from;
        this.next = from;
    }

    /** The next entry; none at the end. */
    Optional<Entry> next() throws InterruptedException {
        while (page.isEmpty() && !over) {
            at = next;
            EntryPage read = Checker.await(inventory.entries(at, PAGE));
            page.addAll(read.entries());
            next = read.next();
            over = next.isEmpty();
            read.damage().ifPresent(this::pass);
        }
        return Optional.ofNullable(page.poll());
    }

    /** From where on another walk would find at least what this one has not answered yet. */
    Optional<ByteString> at() {
        return at;
    }

    /** How many places of the index could not be read so far. */
    long damaged() {
        return damaged;
    }

    private void pass(String damage) {
        damaged++;
        log.error("a part of the index cannot be read, and what it names is not checked: {}", damage);
    }
}
