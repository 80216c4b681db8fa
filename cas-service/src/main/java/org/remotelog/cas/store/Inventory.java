package org.remotelog.cas.store;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.remotelog.format.Address;

/** Everything that is stored, to walk through, and what was found corrupt. Threads, failures: as {@link ContentStore}. */
public interface Inventory {
    /**
     * Some entries in the order of their addresses.
     *
     * @param from {@link EntryPage#next} of the page before; none for the first one
     */
    CompletionStage<EntryPage> entries(Optional<ByteString> from, int limit);

    /**
     * Takes an entry that does not match its address, or cannot be read, out of the store, and keeps for inspection what
     * can be read of it. One that is stored whole is looked at once more, and left alone when it matches.
     *
     * @param segments those that were found corrupt; none of a content that is stored whole. When the entry has others by
     *     now it is left alone
     * @param why in words
     * @return whether an entry was taken out
     */
    CompletionStage<Boolean> quarantine(Address address, Optional<SegmentsKey> segments, String why);

    /** Some of what is in quarantine, behind an address, or from the first on; none when there is no more. */
    CompletionStage<List<Quarantined>> quarantined(Optional<Address> after, int limit);

    /** How many entries there are, and how large they are. */
    CompletionStage<Totals> totals();
}
