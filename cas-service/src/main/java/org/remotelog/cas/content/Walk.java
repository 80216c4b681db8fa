package org.remotelog.cas.content;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.remotelog.cas.store.Entry;
import org.remotelog.cas.store.Inventory;
import org.remotelog.format.Address;
import org.remotelog.format.RemoteLogException;

/**
 * Walks through all entries in the order of their addresses, also past places where the index is damaged. Blocks; used by one
 * thread.
 */
final class Walk {
    private static final int PAGE = 256;

    /** Addresses are spread evenly: steps of this many divide all of them. */
    private static final int STEPS = 1 << 16;

    private static final int HASH_BYTES = 32;

    private final Inventory inventory;
    private final Deque<Entry> page = new ArrayDeque<>();
    private Optional<Address> at;
    private long damaged;

    /**
     * @param after where the walk goes on; none for all
     */
    Walk(Inventory inventory, Optional<Address> after) {
        this.inventory = inventory;
        this.at = after;
    }

    /** The next entry; none at the end. */
    Optional<Entry> next() throws InterruptedException {
        if (page.isEmpty()) {
            fill();
        }
        Optional<Entry> next = Optional.ofNullable(page.poll());
        next.ifPresent(entry -> at = Optional.of(entry.address()));
        return next;
    }

    /** How many places of the index could not be read so far. */
    long damaged() {
        return damaged;
    }

    private void fill() throws InterruptedException {
        int limit = PAGE;
        while (true) {
            try {
                page.addAll(Checker.await(inventory.entries(at, limit)));
                return;
            } catch (RemoteLogException e) {
                if (!Quarantine.isCorrupt(e)) {
                    throw e;
                }
                if (limit > 1) { // The damage may be further on: go up to it.
                    limit = 1;
                    continue;
                }
                damaged++;
                int step = at.map(Walk::step).orElse(0) + 1;
                if (step == STEPS) {
                    return;
                }
                at = Optional.of(beginning(step));
            }
        }
    }

    private static int step(Address address) {
        ByteString hash = address.hash();
        return (hash.byteAt(0) & 0xff) << 8 | (hash.byteAt(1) & 0xff);
    }

    private static Address beginning(int step) {
        byte[] hash = new byte[HASH_BYTES];
        hash[0] = (byte) (step >> 8);
        hash[1] = (byte) step;
        return Address.ofHash(ByteString.copyFrom(hash));
    }
}
