package org.remotelog.cas.store;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;

/**
 * Some entries of an {@link Inventory}.
 *
 * @param damage why the index cannot be read behind them, up to where the next page begins
 * @param next where the next page begins: an engine's own words; none at the end
 */
public record EntryPage(List<Entry> entries, Optional<String> damage, Optional<ByteString> next) {
    public EntryPage {
        entries = List.copyOf(entries);
    }
}
