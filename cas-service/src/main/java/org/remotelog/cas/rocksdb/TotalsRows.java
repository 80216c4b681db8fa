package org.remotelog.cas.rocksdb;

import com.google.common.primitives.Longs;
import com.google.protobuf.ByteString;
import org.remotelog.cas.store.Totals;
import org.remotelog.server.rocksdb.Batch;
import org.remotelog.server.rocksdb.View;

/**
 * What a store has, counted in the very steps that change it: numbers of 8 bytes, big-endian. So nobody has to look at all
 * entries to tell.
 */
final class TotalsRows {
    private static final ByteString ENTRIES = ByteString.copyFromUtf8("total entries");
    private static final ByteString BYTES = ByteString.copyFromUtf8("total bytes");
    private static final ByteString QUARANTINED = ByteString.copyFromUtf8("total quarantined");

    private TotalsRows() {}

    static Totals read(View view) {
        return new Totals(number(view, ENTRIES), number(view, BYTES), number(view, QUARANTINED));
    }

    static void add(Batch batch, Totals change) {
        add(batch, ENTRIES, change.entries());
        add(batch, BYTES, change.bytes());
        add(batch, QUARANTINED, change.quarantined());
    }

    private static void add(Batch batch, ByteString key, long change) {
        if (change != 0) {
            batch.add(Columns.STATE, key, change);
        }
    }

    private static long number(View view, ByteString key) {
        return view.get(Columns.STATE, key)
                .map(row -> Longs.fromByteArray(row.toByteArray()))
                .orElse(0L);
    }
}
