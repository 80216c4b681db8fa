package org.remotelog.cas.rocksdb;

import java.util.List;
import org.remotelog.server.rocksdb.Column;

/** The parts of the CAS's database. */
final class Columns {
    /** SHA-256 to a row of {@link IndexRow}: whether a content exists, how long it is, where it is. */
    static final Column INDEX = new Column("sizes", Column.Values.OF_HASHES);

    /** SHA-256 to the content, when it is stored whole. */
    static final Column CONTENTS = new Column("contents", Column.Values.CONTENTS);

    /** The key of an upload's segments, and the number of a segment, 4 bytes big-endian, to the sealed segment. */
    static final Column SEGMENTS = new Column("segments", Column.Values.CONTENTS);

    /** The id of an upload to an UploadRow. */
    static final Column UPLOADS = new Column("uploads", Column.Values.SMALL);

    /** SHA-256 to a QuarantineRow. */
    static final Column QUARANTINE = new Column("quarantine", Column.Values.CONTENTS);

    /** By name: {@link TotalsRows}, and how far the scrubber is. */
    static final Column STATE = new Column("state", Column.Values.SMALL);

    static final List<Column> ALL = List.of(INDEX, CONTENTS, SEGMENTS, UPLOADS, QUARANTINE, STATE);

    private Columns() {}
}
