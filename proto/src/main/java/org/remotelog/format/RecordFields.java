package org.remotelog.format;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.remotelog.format.cbor.CborException;
import org.remotelog.format.cbor.DagCbor;
import org.remotelog.proto.ipns.IpnsEntry;

/**
 * The signed part of an IPNS V2 record: a DAG-CBOR map with the keys below, and any others, which IPNS allows.
 *
 * @param value the path that the name points at
 * @param previous present in a chained record
 * @param validityBytes {@code validity} as it was written
 */
record RecordFields(
        ByteString value,
        Optional<Address> address,
        Optional<RecordId> previous,
        long sequence,
        ByteString validityBytes,
        Instant validity,
        Duration ttl) {
    private static final String TTL = "TTL";
    private static final String VALUE = "Value";
    private static final String PREVIOUS = "_prev";
    private static final String SEQUENCE = "Sequence";
    private static final String VALIDITY = "Validity";
    private static final String VALIDITY_TYPE = "ValidityType";

    /** The only validity type that IPNS has: Validity is the end of life. */
    private static final long END_OF_LIFE = 0;

    private static final String PATH_PREFIX = "/ipfs/";

    /** RFC 3339 in UTC; nanoseconds are as fine as an {@link Instant} gets. Seconds of 60 are no use to a deadline. */
    private static final Pattern RFC_3339 =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?Z");

    private static final DateTimeFormatter NANOSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    static RecordFields chained(Address address, RecordId previous, long sequence, Instant validity, Duration ttl) {
        if (ttl.isNegative()) {
            throw new IllegalArgumentException("a TTL is not negative: " + ttl);
        }
        ByteString written = ByteString.copyFromUtf8(NANOSECONDS.format(validity));
        if (!RFC_3339.matcher(written.toStringUtf8()).matches()) {
            throw new IllegalArgumentException("RFC 3339 has years of four digits: " + validity);
        }
        return new RecordFields(
                ByteString.copyFromUtf8(PATH_PREFIX + address),
                Optional.of(address),
                Optional.of(previous),
                sequence,
                written,
                validity,
                ttl);
    }

    ByteString encode() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(TTL, ttl.toNanos());
        map.put(VALUE, value);
        previous.ifPresent(id -> map.put(PREVIOUS, id.hash()));
        map.put(SEQUENCE, sequence);
        map.put(VALIDITY, validityBytes);
        map.put(VALIDITY_TYPE, END_OF_LIFE);
        return DagCbor.encodeMap(map);
    }

    /**
     * @throws RemoteLogException MALFORMED_RECORD
     */
    static RecordFields decode(ByteString data) {
        Map<String, Object> map;
        try {
            map = DagCbor.decodeMap(data);
        } catch (CborException e) {
            throw malformed("data is not strict DAG-CBOR: " + e.getMessage());
        }
        ByteString value = require(map, VALUE, ByteString.class);
        ByteString previous = optional(map, PREVIOUS, ByteString.class);
        long sequence = notNegative(SEQUENCE, require(map, SEQUENCE, Long.class));
        ByteString validity = require(map, VALIDITY, ByteString.class);
        Long ttl = optional(map, TTL, Long.class); // Other tools may leave it out: it is a hint.
        long validityType = notNegative(VALIDITY_TYPE, require(map, VALIDITY_TYPE, Long.class));
        Duration cacheable = Duration.ofNanos(ttl == null ? 0 : notNegative(TTL, ttl));
        if (previous != null && previous.size() != RecordId.BYTES) {
            throw malformed(PREVIOUS + " is " + RecordId.BYTES + " bytes, not " + previous.size());
        }
        if (validityType != END_OF_LIFE) {
            throw malformed("ValidityType is 0 (end of life), not " + validityType);
        }
        Instant endOfLife = parse(validity);
        Optional<RecordId> chained = Optional.ofNullable(previous).map(RecordId::new);
        if (chained.isPresent() && sequence == 0) {
            throw malformed("the Sequence of a chained record starts at 1");
        }
        if (chained.isPresent() && (sequence == 1) != chained.get().equals(RecordId.NONE)) {
            throw malformed("Sequence is 1 exactly when " + PREVIOUS + " is zero; it is " + sequence);
        }
        return new RecordFields(value, addressIn(value), chained, sequence, validity, endOfLife, cacheable);
    }

    private static <T> T require(Map<String, Object> map, String key, Class<T> type) {
        T value = optional(map, key, type);
        if (value == null) {
            throw malformed("data has no " + key);
        }
        return value;
    }

    private static <T> @Nullable T optional(Map<String, Object> map, String key, Class<T> type) {
        Object value = map.get(key);
        if (value != null && !type.isInstance(value)) {
            throw malformed(key + " is not " + (type == Long.class ? "an integer" : "bytes"));
        }
        return type.cast(value);
    }

    private static long notNegative(String key, long number) {
        if (number < 0) {
            throw malformed(key + " is negative: " + number);
        }
        return number;
    }

    private static Instant parse(ByteString validity) {
        String text = validity.toString(StandardCharsets.ISO_8859_1);
        if (!RFC_3339.matcher(text).matches()) {
            throw malformed("Validity is not RFC 3339 in UTC: " + Text.quote(text));
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) { // 30 February.
            throw malformed("Validity is no date: " + Text.quote(text));
        }
    }

    private static Optional<Address> addressIn(ByteString value) {
        if (value.size() != PATH_PREFIX.length() + Address.TEXT_CHARS || !value.isValidUtf8()) {
            return Optional.empty();
        }
        String path = value.toStringUtf8();
        if (!path.startsWith(PATH_PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Address.parse(path.substring(PATH_PREFIX.length())));
        } catch (RemoteLogException e) {
            return Optional.empty(); // A CID of another kind: a valid record, but not of a log.
        }
    }

    /**
     * The fields of V1 are not covered by the signature of V2, but tools that only know V1 read them.
     *
     * @throws RemoteLogException MALFORMED_RECORD
     */
    void checkAgreesWith(IpnsEntry entry) {
        check("value", !entry.hasValue() || entry.getValue().equals(value));
        check("validityType", !entry.hasValidityType() || entry.getValidityType() == END_OF_LIFE);
        check("validity", !entry.hasValidity() || entry.getValidity().equals(validityBytes));
        check("sequence", !entry.hasSequence() || entry.getSequence() == sequence);
        check("ttl", !entry.hasTtl() || entry.getTtl() == ttl.toNanos());
    }

    private static void check(String field, boolean agrees) {
        if (!agrees) {
            throw malformed("the field " + field + " of the envelope is not the signed one");
        }
    }

    private static RemoteLogException malformed(String message) {
        return new RemoteLogException(Reason.MALFORMED_RECORD, message);
    }
}
