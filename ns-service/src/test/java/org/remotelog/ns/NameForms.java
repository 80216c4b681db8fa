package org.remotelog.ns;

import com.google.common.io.BaseEncoding;
import com.google.protobuf.ByteString;
import java.math.BigInteger;
import java.util.List;
import org.remotelog.format.Name;

/** The text forms of a name that other tools print. */
final class NameForms {
    private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final ByteString MULTIHASH = ByteString.fromHex("002408011220");
    private static final ByteString CID = ByteString.fromHex("0172").concat(MULTIHASH);

    private NameForms() {}

    static List<String> of(Name name) {
        return List.of(name.toString(), base32(name.publicKey()), peerId(name.publicKey()));
    }

    /** Base36 of any 32 bytes, also of those that are no name. */
    static String base36(ByteString publicKey) {
        return "k" + new BigInteger(1, CID.concat(publicKey).toByteArray()).toString(36);
    }

    private static String base32(ByteString publicKey) {
        return "b"
                + BaseEncoding.base32()
                        .lowerCase()
                        .omitPadding()
                        .encode(CID.concat(publicKey).toByteArray());
    }

    private static String peerId(ByteString publicKey) {
        StringBuilder digits = new StringBuilder();
        BigInteger value = new BigInteger(1, MULTIHASH.concat(publicKey).toByteArray());
        for (; value.signum() > 0; value = value.divide(BigInteger.valueOf(58))) {
            digits.insert(0, BASE58.charAt(value.mod(BigInteger.valueOf(58)).intValue()));
        }
        return "1" + digits; // The leading zero byte.
    }
}
