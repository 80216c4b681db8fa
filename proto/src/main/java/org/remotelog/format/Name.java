package org.remotelog.format;

import com.google.common.io.BaseEncoding;
import com.google.protobuf.ByteString;
import java.math.BigInteger;

/**
 * The name of a log: the IPNS name of an Ed25519 key. The key is in the name, so a reader needs
 * nothing else to verify what is signed under it.
 *
 * <p>Binary form: CIDv1, codec libp2p-key, identity multihash of the libp2p public key protobuf,
 * that is {@code 01 72 00 24 08 01 12 20} and the 32 bytes of the key. Text form: base36 in lower
 * case with the prefix {@code k}, 62 characters ({@code k51qzi5uqu5d...}).
 *
 * <p>Source: the IPNS and peer id specifications.
 *
 * @param publicKey the 32 bytes of the Ed25519 public key (RFC 8032)
 */
public record Name(ByteString publicKey) {
    /** The length of the text form. */
    public static final int TEXT_CHARS = 62;

    private static final ByteString CID_PREFIX = ByteString.fromHex("0172");
    private static final ByteString KEY_PREFIX = ByteString.fromHex("08011220");
    private static final ByteString MULTIHASH_PREFIX =
            ByteString.fromHex("0024").concat(KEY_PREFIX);
    private static final int BASE32_CHARS = 65;
    private static final int PEER_ID_CHARS = 52;
    private static final BaseEncoding BASE32 = BaseEncoding.base32().lowerCase().omitPadding();

    /**
     * @throws RemoteLogException MALFORMED_NAME if the key is not 32 bytes or of small order: then
     *     anybody could sign for it
     */
    public Name {
        if (publicKey.size() != Ed25519.KEY_BYTES) {
            throw malformed("a key is " + Ed25519.KEY_BYTES + " bytes, not " + publicKey.size());
        }
        if (Ed25519.isSmallOrder(publicKey)) {
            throw malformed("the key is of small order: anybody can sign for it");
        }
    }

    /**
     * Reads a text form: base36 (62 characters from {@code k}), base32 (65 from {@code b}) or the
     * peer id (52 characters from {@code 12D3Koo}).
     *
     * @throws RemoteLogException MALFORMED_NAME
     */
    public static Name parse(String text) {
        if (text.isEmpty()) {
            throw malformed("the name is empty");
        }
        if (text.length() == TEXT_CHARS && text.charAt(0) == 'k') {
            return ofCid(decode(text, text.substring(1), Base36::decode));
        }
        if (text.length() == BASE32_CHARS && text.charAt(0) == 'b') {
            return ofCid(decode(text, text.substring(1), Name::decodeBase32));
        }
        if (text.length() == PEER_ID_CHARS && text.startsWith("1")) {
            return ofMultihash(decode(text, text, Base58::decode));
        }
        throw malformed(
                "a name is the base36 text of an Ed25519 IPNS name (k51..., 62 characters): " + Text.quote(text));
    }

    private interface Decoder {
        ByteString decode(String digits);
    }

    private static ByteString decode(String text, String digits, Decoder decoder) {
        try {
            return decoder.decode(digits);
        } catch (IllegalArgumentException e) {
            throw malformed("not the text of a name: " + Text.quote(text));
        }
    }

    private static ByteString decodeBase32(String digits) {
        ByteString bytes = ByteString.copyFrom(BASE32.decode(digits));
        if (!BASE32.encode(bytes.toByteArray()).equals(digits)) {
            throw new IllegalArgumentException("not canonical");
        }
        return bytes;
    }

    private static Name ofCid(ByteString cid) {
        if (!cid.startsWith(CID_PREFIX)) {
            throw malformed("a name is a CIDv1 of a libp2p-key (0172...), not " + Hex.of(cid));
        }
        return ofMultihash(cid.substring(CID_PREFIX.size()));
    }

    private static Name ofMultihash(ByteString multihash) {
        if (multihash.size() != MULTIHASH_PREFIX.size() + Ed25519.KEY_BYTES
                || !multihash.startsWith(MULTIHASH_PREFIX)) {
            throw malformed(
                    "a name holds an Ed25519 key as identity multihash (002408011220...), not " + Hex.of(multihash));
        }
        return new Name(multihash.substring(MULTIHASH_PREFIX.size()));
    }

    /**
     * The key as a libp2p public key protobuf, 36 bytes: what the field {@code pubKey} of an IPNS
     * record may hold.
     */
    ByteString libp2pKey() {
        return KEY_PREFIX.concat(publicKey);
    }

    /** The text form. */
    @Override
    public String toString() {
        return "k" + Base36.encode(CID_PREFIX.concat(MULTIHASH_PREFIX).concat(publicKey));
    }

    private static RemoteLogException malformed(String message) {
        return new RemoteLogException(Reason.MALFORMED_NAME, message);
    }

    /** Base36 in lower case, of bytes that do not start with a zero byte (a CIDv1 never does). */
    private static final class Base36 {
        private Base36() {}

        static String encode(ByteString bytes) {
            return new BigInteger(1, bytes.toByteArray()).toString(36);
        }

        static ByteString decode(String digits) {
            for (int i = 0; i < digits.length(); i++) {
                char c = digits.charAt(i);
                if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z')) {
                    throw new IllegalArgumentException("not base36");
                }
            }
            ByteString bytes = unsigned(new BigInteger(digits, 36));
            if (!encode(bytes).equals(digits)) {
                throw new IllegalArgumentException("not canonical");
            }
            return bytes;
        }
    }

    /** Base58 of Bitcoin: a leading 1 stands for a zero byte. */
    private static final class Base58 {
        private static final String DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        private static final BigInteger BASE = BigInteger.valueOf(58);

        private Base58() {}

        static ByteString decode(String digits) {
            BigInteger value = BigInteger.ZERO;
            for (int i = 0; i < digits.length(); i++) {
                int digit = DIGITS.indexOf(digits.charAt(i));
                if (digit < 0) {
                    throw new IllegalArgumentException("not base58");
                }
                value = value.multiply(BASE).add(BigInteger.valueOf(digit));
            }
            int zeros = 0;
            while (zeros < digits.length() && digits.charAt(zeros) == '1') {
                zeros++;
            }
            return ByteString.copyFrom(new byte[zeros]).concat(unsigned(value));
        }
    }

    private static ByteString unsigned(BigInteger value) {
        byte[] signed = value.toByteArray();
        int from = signed[0] == 0 ? 1 : 0;
        return ByteString.copyFrom(signed, from, signed.length - from);
    }
}
