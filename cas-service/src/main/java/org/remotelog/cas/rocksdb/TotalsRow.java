package org.remotelog.cas.rocksdb;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import org.remotelog.cas.store.Totals;
import org.remotelog.server.rocksdb.Batch;
import org.remotelog.server.rocksdb.View;

/**
 * What a store has, counted in the very steps that change it: three numbers of 8 bytes, big-endian. So nobody has to look
 * at all entries to tell.
 */
final class TotalsRow {
    private static final ByteString KEY = ByteString.copyFromUtf8("totals");

    private TotalsRow() {}

    static Totals read(View view) {
        return view.get(Columns.STATE, KEY).map(TotalsRow::decode).orElse(Totals.NONE);
    }

    static void add(Batch batch, Totals change) {
        if (!change.equals(Totals.NONE)) {
            batch.put(Columns.STATE, KEY, encode(read(batch).plus(change)));
        }
    }

    private static Totals decode(ByteString row) {
        ByteBuffer numbers = row.asReadOnlyByteBuffer();
        return new Totals(numbers.getLong(), numbers.getLong(), numbers.getLong());
    }

    private static ByteString encode(Totals totals) {
        ByteBuffer numbers = ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(totals.entries())
                .putLong(totals.bytes())
                .putLong(totals.quarantined())
                .flip();
        return ByteString.copyFrom(numbers);
    }
}
