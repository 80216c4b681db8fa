package org.remotelog.format.cbor;

import com.google.protobuf.ByteString;
import java.util.Comparator;
import java.util.Map;

/**
 * Strict DAG-CBOR, without tags (so without links) and floats.
 *
 * <p>A value is a {@link Long}, a {@link ByteString}, a {@link String}, a {@link Boolean}, a {@link java.util.List} or a
 * {@link Map} from String of such values, or {@link #NULL}. The keys of a map are sorted by length, then bytewise.
 *
 * <p>Source: the DAG-CBOR specification of IPLD; RFC 8949.
 */
public final class DagCbor {
    /** How deep lists and maps may be nested: the outermost is 1. */
    public static final int MAX_DEPTH = 8;

    /** The value null. */
    public static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    /** The order of the keys of a map: by length, then bytewise. */
    static final Comparator<ByteString> KEY_ORDER =
            Comparator.comparingInt(ByteString::size).thenComparing(ByteString.unsignedLexicographicalComparator());

    static final int UNSIGNED = 0;
    static final int NEGATIVE = 1;
    static final int BYTES = 2;
    static final int STRING = 3;
    static final int LIST = 4;
    static final int MAP = 5;
    static final int TAG = 6;
    static final int SIMPLE = 7;

    static final int FALSE_VALUE = 20;
    static final int TRUE_VALUE = 21;
    static final int NULL_VALUE = 22;

    private DagCbor() {}

    /**
     * Reads one map that fills the bytes.
     *
     * @return the map in the order of its keys, unmodifiable
     * @throws CborException if the bytes are not the one canonical encoding of a map: trailing bytes, a length or integer
     *     not in its shortest form, an indefinite length, keys out of order or twice, a tag, a float, text that is not UTF-8,
     *     an integer outside of int64, deeper than {@link #MAX_DEPTH}
     */
    public static Map<String, Object> decodeMap(ByteString bytes) throws CborException {
        return new DagCborReader(bytes).readOnlyMap();
    }

    /**
     * The canonical encoding of a map.
     *
     * @throws IllegalArgumentException if a value is none of those above
     */
    public static ByteString encodeMap(Map<String, ?> map) {
        return DagCborWriter.encode(map);
    }
}
