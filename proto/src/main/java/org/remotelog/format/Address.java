package org.remotelog.format;

import com.google.common.io.BaseEncoding;
import com.google.protobuf.ByteString;

/**
 * The address of a content: a binary CIDv1, codec raw, sha2-256, that is {@code 01 55 12 20} and
 * the 32 bytes of the content's SHA-256. The text form is base32 in lower case with the prefix
 * {@code b}, 59 characters ({@code bafkrei...}).
 *
 * <p>Source: the CID and multihash specifications.
 *
 * @param bytes the 36 bytes
 */
public record Address(ByteString bytes) implements Comparable<Address> {
    /** The length of an address. */
    public static final int BYTES = 36;

    /** The length of the text form. */
    public static final int TEXT_CHARS = 59;

    private static final ByteString PREFIX = ByteString.fromHex("01551220");
    private static final BaseEncoding BASE32 = BaseEncoding.base32().lowerCase().omitPadding();

    /**
     * @throws RemoteLogException MALFORMED_ADDRESS
     */
    public Address {
        if (bytes.size() != BYTES) {
            throw malformed("an address is " + BYTES + " bytes, not " + bytes.size());
        }
        if (!bytes.startsWith(PREFIX)) {
            throw malformed("an address starts with 01551220 (CIDv1, raw, sha2-256), not with "
                    + Hex.of(bytes.substring(0, 4)));
        }
    }

    /** The address of a content. */
    public static Address of(ByteString content) {
        return ofHash(Sha256.of(content));
    }

    /** The address of one content that comes in pieces. */
    public static Address ofJoined(ByteString first, ByteString second) {
        return ofHash(Sha256.of(first, second));
    }

    /** The address with this SHA-256. */
    public static Address ofHash(ByteString hash) {
        return new Address(PREFIX.concat(hash));
    }

    /**
     * Reads the text form.
     *
     * @throws RemoteLogException MALFORMED_ADDRESS
     */
    public static Address parse(String text) {
        if (text.length() != TEXT_CHARS || text.charAt(0) != 'b') {
            throw malformed("an address is " + TEXT_CHARS + " characters from b (bafkrei...): " + Text.quote(text));
        }
        byte[] decoded;
        try {
            decoded = BASE32.decode(text.substring(1));
        } catch (IllegalArgumentException e) {
            throw malformed("an address is base32 in lower case: " + Text.quote(text));
        }
        Address address = new Address(ByteString.copyFrom(decoded));
        if (!address.toString().equals(text)) { // Unused bits set, or upper case.
            throw malformed("an address is canonical base32 in lower case: " + Text.quote(text));
        }
        return address;
    }

    /** The SHA-256 in this address. */
    public ByteString hash() {
        return bytes.substring(PREFIX.size());
    }

    /** Whether a content is the one that this address names. */
    public boolean matches(ByteString content) {
        return Sha256.of(content).equals(hash());
    }

    @Override
    public int compareTo(Address other) {
        return ByteString.unsignedLexicographicalComparator().compare(bytes, other.bytes);
    }

    /** The text form. */
    @Override
    public String toString() {
        return "b" + BASE32.encode(bytes.toByteArray());
    }

    private static RemoteLogException malformed(String message) {
        return new RemoteLogException(Reason.MALFORMED_ADDRESS, message);
    }
}
