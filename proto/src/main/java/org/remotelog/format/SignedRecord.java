package org.remotelog.format;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.remotelog.proto.ipns.IpnsEntry;

/**
 * A verified IPNS V2 record: where a name points, signed by the name's key. There is no instance that was not verified,
 * or made, here.
 *
 * <p>A record with {@code _prev} is <i>chained</i>: it names its predecessor, so that the records of a name form a hash
 * chain. A record without, made by another IPNS tool, is <i>plain</i>.
 *
 * <p>Whether a record has expired is not a question of its being well-formed: ask {@link #isExpiredAt}.
 *
 * <p>Source: the IPNS record and protocol specification, V2 signatures; {@code _prev} is ours.
 */
public final class SignedRecord {
    /** The longest envelope. */
    public static final int MAX_BYTES = 10_240;

    /** How long we let a record be valid. */
    public static final Duration DEFAULT_LIFETIME = Duration.ofDays(365);

    /** How long we let a resolver cache a record. */
    public static final Duration DEFAULT_TTL = Duration.ofMinutes(5);

    private static final ByteString SIGNATURE_PREFIX = ByteString.copyFromUtf8("ipns-signature:");

    private final Name name;
    private final ByteString envelope;
    private final ByteString data;
    private final RecordId id;
    private final RecordFields fields;

    private SignedRecord(Name name, ByteString envelope, ByteString data, RecordFields fields) {
        this.name = name;
        this.envelope = envelope;
        this.data = data;
        this.id = RecordId.of(data);
        this.fields = fields;
    }

    /**
     * Verifies an envelope as a record of a name. Checks, in this order: length, fields 8 and 9, the key, the length of the
     * signature, the signature, then the signed data and that the fields of V1 agree with it.
     *
     * @param name the name asked for: its key is the only one that counts
     * @throws RemoteLogException MALFORMED_RECORD, RECORD_UNSIGNED, SIGNATURE_INVALID
     */
    public static SignedRecord verify(Name name, ByteString envelope) {
        IpnsEntry entry = open(name, envelope);
        if (entry.getSignatureV2().size() != Ed25519.SIGNATURE_BYTES) {
            throw new RemoteLogException(
                    Reason.SIGNATURE_INVALID,
                    "a signature is " + Ed25519.SIGNATURE_BYTES + " bytes, not "
                            + entry.getSignatureV2().size());
        }
        if (!Ed25519.verify(name.publicKey(), SIGNATURE_PREFIX, entry.getData(), entry.getSignatureV2())) {
            throw new RemoteLogException(Reason.SIGNATURE_INVALID, "the signature is not one of " + name);
        }
        return decode(name, envelope, entry);
    }

    /**
     * Reads a record that this process verified before it stored it: all checks but the signature's. Never for bytes from a
     * peer.
     *
     * @throws RemoteLogException as {@link #verify}
     */
    public static SignedRecord reread(Name name, ByteString envelope) {
        return decode(name, envelope, open(name, envelope));
    }

    private static IpnsEntry open(Name name, ByteString envelope) {
        if (envelope.size() > MAX_BYTES) {
            throw malformed("a record is at most " + MAX_BYTES + " bytes, not " + envelope.size());
        }
        IpnsEntry entry;
        try {
            entry = IpnsEntry.parseFrom(envelope);
        } catch (InvalidProtocolBufferException e) {
            throw malformed("not the protobuf of an IPNS record: " + e.getMessage());
        }
        if (entry.getSignatureV2().isEmpty()) {
            throw new RemoteLogException(Reason.RECORD_UNSIGNED, "the record has no signatureV2 (field 8)");
        }
        if (entry.getData().isEmpty()) {
            throw malformed("the record has no data (field 9)");
        }
        if (entry.hasPubKey() && !entry.getPubKey().equals(name.libp2pKey())) {
            throw new RemoteLogException(Reason.SIGNATURE_INVALID, "the record was made for another key than " + name);
        }
        return entry;
    }

    private static SignedRecord decode(Name name, ByteString envelope, IpnsEntry entry) {
        RecordFields fields = RecordFields.decode(entry.getData());
        fields.checkAgreesWith(entry);
        return new SignedRecord(name, envelope, entry.getData(), fields);
    }

    /**
     * Signs the first record of a name.
     *
     * @param address of the head's content
     * @param validity when it expires
     * @param ttl how long a resolver may cache it
     */
    public static SignedRecord first(SigningKey key, Address address, Instant validity, Duration ttl) {
        return sign(key, RecordFields.chained(address, RecordId.NONE, 1, validity, ttl));
    }

    /**
     * Signs the record that comes after this one.
     *
     * @param key the key of this record's name
     * @throws IllegalArgumentException if it is another key
     * @throws RemoteLogException MALFORMED_RECORD if nothing can come after this one: its Sequence is the greatest, or it is
     *     a plain record with Sequence 0 (a chained record with Sequence 1 is the first of its name)
     */
    public SignedRecord next(SigningKey key, Address address, Instant validity, Duration ttl) {
        if (!key.name().equals(name)) {
            throw new IllegalArgumentException("a record of " + name + " cannot be followed by one of " + key.name());
        }
        return sign(key, RecordFields.chained(address, id, sequence() + 1, validity, ttl));
    }

    static SignedRecord sign(SigningKey key, RecordFields wanted) {
        ByteString data = wanted.encode();
        RecordFields fields = RecordFields.decode(data); // What would not verify is not signed.
        ByteString envelope = IpnsEntry.newBuilder()
                .setSignatureV2(key.sign(SIGNATURE_PREFIX, data))
                .setData(data)
                .build()
                .toByteString();
        return new SignedRecord(key.name(), envelope, data, fields);
    }

    /** The name that signed it. */
    public Name name() {
        return name;
    }

    /** The exact bytes that were verified, to pass on as they came. Anybody can alter what is not signed in them. */
    public ByteString envelope() {
        return envelope;
    }

    /** The signed bytes. */
    public ByteString data() {
        return data;
    }

    /** SHA-256 of {@link #data()}. */
    public RecordId id() {
        return id;
    }

    /** What the name points at, as it is in the record: {@code /ipfs/bafkrei...} when we made it. */
    public ByteString value() {
        return fields.value();
    }

    /** The address of the head's content; empty when the value is a path of another kind. */
    public Optional<Address> address() {
        return fields.address();
    }

    /** The id of the record before; {@link RecordId#NONE} in the first of a chain, empty in a plain record. */
    public Optional<RecordId> previous() {
        return fields.previous();
    }

    /** Whether it names its predecessor. */
    public boolean isChained() {
        return fields.previous().isPresent();
    }

    /** From 1 in a chain; a plain record may have 0. */
    public long sequence() {
        return fields.sequence();
    }

    /** When it expires. */
    public Instant validity() {
        return fields.validity();
    }

    /** How long a resolver may cache it. */
    public Duration ttl() {
        return fields.ttl();
    }

    /** Whether it has expired at a time. */
    public boolean isExpiredAt(Instant time) {
        return !time.isBefore(validity());
    }

    /** Whether it names another record as its predecessor. Its sequence may still be wrong. */
    public boolean names(SignedRecord predecessor) {
        return fields.previous().filter(predecessor.id::equals).isPresent();
    }

    @Override
    public String toString() {
        return "SignedRecord[" + name + " #" + sequence() + " " + id + "]";
    }

    private static RemoteLogException malformed(String message) {
        return new RemoteLogException(Reason.MALFORMED_RECORD, message);
    }
}
