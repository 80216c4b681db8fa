package org.remotelog.server.rocksdb;

/**
 * A part of the store with keys of its own: a column family.
 *
 * @param name stands in the data directory; never reuse the name of another
 * @param values what it holds, and so how it is tuned
 */
public record Column(String name, Values values) {
    /** The one that each database of RocksDB has: what the engine notes about the store. */
    static final Column OWN = new Column("default", Values.SMALL);

    /** What kind of values a column holds. */
    public enum Values {
        /** Values of some bytes that are looked at more often than the contents: sizes, indexes. */
        SMALL,
        /** Values of a few bytes, under keys that are hashes: as many as there are contents. */
        OF_HASHES,
        /** Contents of any size. One that is damaged on disk leaves all others alone. */
        CONTENTS
    }
}
