package org.remotelog.format;

import com.google.protobuf.ByteString;
import java.util.HexFormat;

/** Lower-case hexadecimal. */
public final class Hex {
    private Hex() {}

    /** The hexadecimal form of bytes. */
    public static String of(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    /**
     * Reads hexadecimal of either case.
     *
     * @throws IllegalArgumentException if it is not hexadecimal
     */
    public static ByteString parse(String text) {
        return ByteString.copyFrom(HexFormat.of().parseHex(text));
    }
}
