package org.remotelog.cas.campaign;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.remotelog.format.Address;

/** What a server has acknowledged, in that order, and what it has been asked to store and never answered. */
final class Journal {
    private final List<Address> acknowledged = new ArrayList<>(); // Both: guarded by this.
    private final List<Address> unanswered = new ArrayList<>();

    synchronized void acknowledged(Collection<Address> addresses) {
        acknowledged.addAll(addresses);
    }

    synchronized void unanswered(Collection<Address> addresses) {
        unanswered.addAll(addresses);
    }

    synchronized int size() {
        return acknowledged.size();
    }

    /** What was acknowledged after the first so many. */
    synchronized List<Address> since(int size) {
        return List.copyOf(acknowledged.subList(size, acknowledged.size()));
    }

    /** One that was acknowledged; there must be one. */
    synchronized Address any(Random random) {
        return acknowledged.get(random.nextInt(acknowledged.size()));
    }

    synchronized List<Address> unanswered() {
        return List.copyOf(unanswered);
    }
}
