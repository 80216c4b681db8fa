package org.remotelog.ns;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is no name. */
final class BadNames {
    /** Every encoding of a point of small order. */
    private static final List<String> SMALL_ORDER = List.of(
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000080",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000080",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");

    static final List<String> ALL = all();

    private BadNames() {}

    private static List<String> all() {
        String good = new Alice().name();
        Stream<String> malformed = Stream.of(
                "",
                "k",
                good.substring(0, good.length() - 1),
                good + "0",
                good.toUpperCase(Locale.ROOT),
                "/ipns/" + good,
                "z" + good.substring(1),
                good.substring(0, 20) + "-" + good.substring(21),
                good.substring(0, 20) + "é" + good.substring(21),
                "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku", // An address.
                "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N", // The peer id of an RSA key.
                "k".repeat(1 << 20));
        return Stream.concat(
                        malformed, SMALL_ORDER.stream().map(ByteString::fromHex).map(NameForms::base36))
                .toList();
    }
}
