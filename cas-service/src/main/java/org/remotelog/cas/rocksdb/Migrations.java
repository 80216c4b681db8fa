package org.remotelog.cas.rocksdb;

import com.google.protobuf.ByteString;
import java.util.List;
import org.remotelog.cas.rocksdb.rows.QuarantineRow;
import org.remotelog.cas.store.Totals;
import org.remotelog.server.rocksdb.Batch;
import org.remotelog.server.rocksdb.Column;
import org.remotelog.server.rocksdb.View;

/** How the data of older servers becomes that of this one. */
final class Migrations {
    private static final int PAGE = 1000;

    private Migrations() {}

    /**
     * From version 1 to 2: what is stored is counted, and the quarantine, which held the bare bytes that were found, says
     * more. The other columns that came with version 2 begin empty.
     */
    static Totals countAndWrap(Batch batch) {
        Totals totals = Totals.NONE;
        for (List<View.Entry> page = page(batch, Columns.INDEX, ByteString.EMPTY);
                !page.isEmpty();
                page = page(batch, Columns.INDEX, last(page))) {
            for (View.Entry row : page) {
                totals = totals.plus(new Totals(1, IndexRow.size(row.value()), 0));
            }
        }
        for (List<View.Entry> page = page(batch, Columns.QUARANTINE, ByteString.EMPTY);
                !page.isEmpty();
                page = page(batch, Columns.QUARANTINE, last(page))) {
            for (View.Entry row : page) {
                batch.put(Columns.QUARANTINE, row.key(), wrap(row.value()));
                totals = totals.plus(new Totals(0, 0, 1));
            }
        }
        TotalsRows.add(batch, totals);
        return totals;
    }

    private static List<View.Entry> page(Batch batch, Column column, ByteString from) {
        return batch.scan(column, from, Scans.LAST, PAGE);
    }

    private static ByteString last(List<View.Entry> page) {
        return Scans.behind(page.get(page.size() - 1).key());
    }

    private static ByteString wrap(ByteString found) {
        return QuarantineRow.newBuilder()
                .setSize(found.size())
                .setFound(found)
                .setWhy("found by a server of version 1, which did not say why")
                .build()
                .toByteString();
    }
}
