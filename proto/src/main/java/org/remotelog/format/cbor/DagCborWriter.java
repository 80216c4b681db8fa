package org.remotelog.format.cbor;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes canonical DAG-CBOR. */
final class DagCborWriter {
    private final ByteString.Output out = ByteString.newOutput();

    private DagCborWriter() {}

    static ByteString encode(Map<String, ?> map) {
        DagCborWriter writer = new DagCborWriter();
        writer.writeMap(map, 1);
        return writer.out.toByteString();
    }

    private void writeMap(Map<String, ?> map, int depth) {
        checkNesting(depth);
        writeHead(DagCbor.MAP, map.size());
        TreeMap<ByteString, Object> sorted = new TreeMap<>(DagCbor.KEY_ORDER);
        map.forEach((key, value) -> sorted.put(ByteString.copyFromUtf8(key), value));
        sorted.forEach((key, value) -> {
            writeBytes(DagCbor.STRING, key);
            writeValue(value, depth);
        });
    }

    private void writeValue(Object value, int depth) {
        if (value instanceof Long number) {
            writeHead(number < 0 ? DagCbor.NEGATIVE : DagCbor.UNSIGNED, number < 0 ? -1 - number : number);
        } else if (value instanceof ByteString bytes) {
            writeBytes(DagCbor.BYTES, bytes);
        } else if (value instanceof String text) {
            writeBytes(DagCbor.STRING, ByteString.copyFromUtf8(text));
        } else if (value instanceof Boolean truth) {
            writeHead(DagCbor.SIMPLE, truth ? DagCbor.TRUE_VALUE : DagCbor.FALSE_VALUE);
        } else if (value == DagCbor.NULL) {
            writeHead(DagCbor.SIMPLE, DagCbor.NULL_VALUE);
        } else if (value instanceof List<?> list) {
            checkNesting(depth + 1);
            writeHead(DagCbor.LIST, list.size());
            list.forEach(item -> writeValue(item, depth + 1));
        } else if (value instanceof Map<?, ?> map) {
            writeMap(textKeys(map), depth + 1);
        } else {
            throw new IllegalArgumentException("DAG-CBOR has no " + value.getClass());
        }
    }

    @SuppressWarnings("unchecked") // Checked key by key.
    private static Map<String, ?> textKeys(Map<?, ?> map) {
        if (!map.keySet().stream().allMatch(String.class::isInstance)) {
            throw new IllegalArgumentException("the keys of a DAG-CBOR map are text");
        }
        return (Map<String, ?>) map;
    }

    private void writeBytes(int major, ByteString bytes) {
        writeHead(major, bytes.size());
        for (int i = 0; i < bytes.size(); i++) {
            out.write(bytes.byteAt(i));
        }
    }

    private void writeHead(int major, long argument) {
        int type = major << 5;
        if (argument < 24) {
            out.write(type | (int) argument);
            return;
        }
        int log = argument <= 0xff ? 0 : argument <= 0xffff ? 1 : argument <= 0xffffffffL ? 2 : 3;
        out.write(type | (24 + log));
        for (int shift = (8 << log) - 8; shift >= 0; shift -= 8) {
            out.write((int) (argument >>> shift));
        }
    }

    private static void checkNesting(int depth) {
        if (depth > DagCbor.MAX_DEPTH) {
            throw new IllegalArgumentException("nested deeper than " + DagCbor.MAX_DEPTH);
        }
    }
}
