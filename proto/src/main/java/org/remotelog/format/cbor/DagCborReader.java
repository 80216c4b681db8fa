package org.remotelog.format.cbor;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads strict DAG-CBOR. What it allocates is bounded by the length of the bytes. */
final class DagCborReader {
    private final ByteString bytes;
    private int position;

    DagCborReader(ByteString bytes) {
        this.bytes = bytes;
    }

    Map<String, Object> readOnlyMap() throws CborException {
        Head head = readHead();
        if (head.major != DagCbor.MAP) {
            throw refused("not a map");
        }
        Map<String, Object> map = readMap(head.argument, 1);
        if (position != bytes.size()) {
            throw refused("trailing bytes");
        }
        return map;
    }

    private Object readValue(int depth) throws CborException {
        Head head = readHead();
        return switch (head.major) {
            case DagCbor.UNSIGNED -> head.argument;
            case DagCbor.NEGATIVE -> -1 - head.argument;
            case DagCbor.BYTES -> take(head.argument);
            case DagCbor.STRING -> utf8(take(head.argument));
            case DagCbor.LIST -> readList(head.argument, depth + 1);
            case DagCbor.MAP -> readMap(head.argument, depth + 1);
            case DagCbor.TAG -> throw refused("a tag");
            default -> readSimple(head);
        };
    }

    private Object readSimple(Head head) throws CborException {
        if (head.extraBytes > 1) {
            throw refused("a float");
        }
        return switch ((int) head.argument) {
            case DagCbor.FALSE_VALUE -> false;
            case DagCbor.TRUE_VALUE -> true;
            case DagCbor.NULL_VALUE -> DagCbor.NULL;
            default -> throw refused("a simple value other than false, true, null");
        };
    }

    private List<Object> readList(long count, int depth) throws CborException {
        checkNesting(count, 1, depth);
        List<Object> list = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            list.add(readValue(depth));
        }
        return Collections.unmodifiableList(list);
    }

    private Map<String, Object> readMap(long count, int depth) throws CborException {
        checkNesting(count, 2, depth);
        Map<String, Object> map = new LinkedHashMap<>();
        @Nullable ByteString previous = null;
        for (long i = 0; i < count; i++) {
            Head head = readHead();
            if (head.major != DagCbor.STRING) {
                throw refused("a key that is not text");
            }
            ByteString key = take(head.argument);
            if (previous != null && DagCbor.KEY_ORDER.compare(previous, key) >= 0) {
                throw refused(previous.equals(key) ? "a key twice" : "keys out of order");
            }
            previous = key;
            map.put(utf8(key), readValue(depth));
        }
        return Collections.unmodifiableMap(map);
    }

    private void checkNesting(long count, int bytesEach, int depth) throws CborException {
        if (depth > DagCbor.MAX_DEPTH) {
            throw refused("nested deeper than " + DagCbor.MAX_DEPTH);
        }
        if (count > (bytes.size() - position) / bytesEach) {
            throw refused("a count beyond the end");
        }
    }

    private Head readHead() throws CborException {
        int first = readByte();
        int major = first >> 5;
        int info = first & 0x1f;
        if (info < 24) {
            return new Head(major, info, 0);
        }
        if (info > 27) {
            throw refused("an indefinite or reserved length");
        }
        int extraBytes = 1 << (info - 24);
        long argument = 0;
        for (int i = 0; i < extraBytes; i++) {
            argument = argument << 8 | readByte();
        }
        boolean isFloat = major == DagCbor.SIMPLE && extraBytes > 1;
        if (!isFloat && !isShortest(argument, extraBytes)) {
            throw refused("an integer or length that is not in its shortest form");
        }
        if (!isFloat && argument < 0) {
            throw refused("an integer outside of int64");
        }
        return new Head(major, argument, extraBytes);
    }

    private static boolean isShortest(long argument, int extraBytes) {
        return switch (extraBytes) {
            case 1 -> argument >= 24;
            case 2 -> argument > 0xff;
            case 4 -> argument > 0xffff;
            default -> Long.compareUnsigned(argument, 0xffffffffL) > 0;
        };
    }

    private int readByte() throws CborException {
        if (position == bytes.size()) {
            throw refused("the end comes too early");
        }
        return bytes.byteAt(position++) & 0xff;
    }

    private ByteString take(long length) throws CborException {
        if (length > bytes.size() - position) {
            throw refused("a length beyond the end");
        }
        ByteString taken = bytes.substring(position, position + (int) length);
        position += (int) length;
        return taken;
    }

    private String utf8(ByteString text) throws CborException {
        if (!text.isValidUtf8()) {
            throw refused("text that is not UTF-8");
        }
        return text.toStringUtf8();
    }

    private CborException refused(String what) {
        return new CborException(what, position);
    }

    /** The first bytes of an item: its major type and its argument, which is never negative but in a float. */
    private record Head(int major, long argument, int extraBytes) {}
}
