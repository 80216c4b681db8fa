package org.remotelog.client;

import java.util.List;
import org.remotelog.format.Address;
import org.remotelog.format.Pair;

/** A part of a log between a cursor and its head, as a {@link PageWalk} found it. */
sealed interface Stretch {
    /**
     * Pairs at hand.
     *
     * @param pairs oldest first
     */
    record Known(List<Pair> pairs) implements Stretch {}

    /** A sealed page that was seen and checked, but let go of to bound the memory. */
    record LetGo(Address address, long newest) implements Stretch {}

    /**
     * What cannot be had.
     *
     * @param hole what is owed
     * @param cause why
     */
    record Owed(Hole hole, LogEvent cause) implements Stretch {}
}
