package org.remotelog.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.remotelog.format.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.remotelog.format.cbor.DagCbor;
import org.remotelog.proto.ipns.IpnsEntry;

class SignedRecordTest {
    private static final SigningKey ALICE = SigningKey.ofSeed(ByteString.fromHex("a1".repeat(32)));
    private static final Address HEAD = Address.of(ByteString.copyFromUtf8("a head"));
    private static final Instant VALIDITY = Instant.parse("2036-01-01T00:00:00Z");
    private static final Duration TTL = SignedRecord.DEFAULT_TTL;

    static List<Vector> good() {
        return Vector.good("records");
    }

    static List<Vector> signed() {
        return Vector.signed("records");
    }

    static List<Vector> refused() {
        return Vector.refused("records");
    }

    private static SignedRecord verify(Vector vector) {
        return SignedRecord.verify(Name.parse(vector.text("name")), vector.hex("envelope"));
    }

    @ParameterizedTest
    @MethodSource("good")
    void aGoodRecordIsReadAsItWasSigned(Vector vector) {
        SignedRecord record = verify(vector);

        assertThat(record.name()).hasToString(vector.text("name"));
        assertThat(record.envelope()).isEqualTo(vector.hex("envelope"));
        assertThat(record.data()).isEqualTo(vector.hex("data"));
        assertThat(record.id()).hasToString(vector.text("id"));
        assertThat(record.value()).isEqualTo(vector.hex("value"));
        assertThat(record.address()).isEqualTo(vector.address("address"));
        assertThat(record.isChained()).isEqualTo(vector.has("prev"));
        record.previous().ifPresent(id -> assertThat(id).hasToString(vector.text("prev")));
        assertThat(record.sequence()).isEqualTo(vector.number("sequence"));
        assertThat(record.validity()).isEqualTo(Instant.parse(vector.text("validity")));
        assertThat(record.ttl()).isEqualTo(Duration.ofNanos(vector.number("ttl")));
        vector.json()
                .get("expired")
                .properties()
                .forEach(at -> assertThat(record.isExpiredAt(Instant.parse(at.getKey())))
                        .as(at.getKey())
                        .isEqualTo(at.getValue().booleanValue()));
    }

    @ParameterizedTest
    @MethodSource("good")
    void aStoredRecordIsReadAgain(Vector vector) {
        SignedRecord record = verify(vector);

        SignedRecord again = SignedRecord.reread(record.name(), record.envelope());

        assertThat(again).usingRecursiveComparison().isEqualTo(record);
    }

    @ParameterizedTest
    @MethodSource("signed")
    void signingTheSameFieldsGivesTheSameBytes(Vector vector) {
        SigningKey key = SigningKey.ofSeed(vector.hex("seed"));
        RecordFields fields = RecordFields.chained(
                vector.address("address").orElseThrow(),
                new RecordId(vector.hex("prev")),
                vector.number("sequence"),
                Instant.parse(vector.text("validity")),
                Duration.ofNanos(vector.number("ttl")));

        assertThat(SignedRecord.sign(key, fields).envelope()).isEqualTo(vector.hex("envelope"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aBadRecordIsRefused(Vector vector) {
        assertRefused(vector.reason(), () -> verify(vector));
    }

    @Test
    void theChecksComeInTheirOrder() throws InvalidProtocolBufferException {
        IpnsEntry good = IpnsEntry.parseFrom(first().envelope());
        ByteString notCbor = ByteString.copyFromUtf8("not CBOR");
        ByteString otherKey =
                SigningKey.ofSeed(ByteString.fromHex("b0".repeat(32))).name().libp2pKey();
        // Each has all the faults of those behind it.
        IpnsEntry.Builder entry = good.toBuilder().setData(notCbor).setSequence(99);
        assertThat(message(signed(entry))).contains("DAG-CBOR");
        assertThat(message(entry.setSignatureV2(flip(good.getSignatureV2())))).contains("not one of k51");
        assertThat(message(entry.setSignatureV2(ByteString.fromHex("00".repeat(63)))))
                .contains("63");
        assertThat(message(entry.setPubKey(otherKey))).contains("another key");
        assertThat(message(entry.setData(ByteString.EMPTY))).contains("no data");
        assertThat(message(entry.setSignatureV2(ByteString.EMPTY))).contains("no signatureV2");
        assertThat(message(entry.setValue(ByteString.copyFrom(new byte[SignedRecord.MAX_BYTES]))))
                .contains("at most 10240 bytes");
    }

    private static IpnsEntry.Builder signed(IpnsEntry.Builder entry) {
        ByteString prefix = ByteString.copyFromUtf8("ipns-signature:");
        return entry.setSignatureV2(ALICE.sign(prefix, entry.getData()));
    }

    private static String message(IpnsEntry.Builder entry) {
        try {
            SignedRecord.verify(ALICE.name(), entry.build().toByteString());
            return "verified";
        } catch (RemoteLogException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static ByteString flip(ByteString bytes) {
        byte[] flipped = bytes.toByteArray();
        flipped[0] ^= 1;
        return ByteString.copyFrom(flipped);
    }

    @Test
    void ourRecordsHaveFields8And9AndKeysInLengthFirstOrder() throws Exception {
        IpnsEntry entry = IpnsEntry.parseFrom(first().envelope());

        assertThat(entry.getAllFields().keySet()).extracting(f -> f.getNumber()).containsExactly(8, 9);
        assertThat(DagCbor.decodeMap(entry.getData()).keySet())
                .containsExactly("TTL", "Value", "_prev", "Sequence", "Validity", "ValidityType");
    }

    @Test
    void aChainGrowsByOneAndNamesWhatItFollows() {
        SignedRecord first = first();
        SignedRecord second = first.next(ALICE, HEAD, VALIDITY.plusNanos(1), TTL);

        assertThat(first.sequence()).isEqualTo(1);
        assertThat(first.previous()).contains(RecordId.NONE);
        assertThat(second.sequence()).isEqualTo(2);
        assertThat(second.previous()).contains(first.id());
        assertThat(second.names(first)).isTrue();
        assertThat(first.names(second)).isFalse();
        assertThat(second.validity()).isEqualTo(VALIDITY.plusNanos(1));
        assertThat(SignedRecord.verify(ALICE.name(), second.envelope()))
                .usingRecursiveComparison()
                .isEqualTo(second);
    }

    @Test
    void onlyTheKeyOfTheNameSignsTheNextRecord() {
        SigningKey mallory = SigningKey.ofSeed(ByteString.fromHex("66".repeat(32)));

        assertThatIllegalArgumentException().isThrownBy(() -> first().next(mallory, HEAD, VALIDITY, TTL));
    }

    @Test
    void whatWouldNotVerifyIsNotSigned() {
        SignedRecord last = plain(Long.MAX_VALUE);
        SignedRecord zero = plain(0);

        assertRefused(Reason.MALFORMED_RECORD, () -> last.next(ALICE, HEAD, VALIDITY, TTL));
        // Sequence 1 says that there is nothing before.
        assertRefused(Reason.MALFORMED_RECORD, () -> zero.next(ALICE, HEAD, VALIDITY, TTL));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedRecord.first(ALICE, HEAD, VALIDITY, Duration.ofNanos(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedRecord.first(ALICE, HEAD, Instant.parse("+10000-01-01T00:00:00Z"), TTL));
    }

    private static SignedRecord plain(long sequence) {
        ByteString data = DagCbor.encodeMap(Map.of(
                "Value",
                ByteString.copyFromUtf8("/ipfs/" + HEAD),
                "Sequence",
                sequence,
                "Validity",
                ByteString.copyFromUtf8(VALIDITY.toString()),
                "ValidityType",
                0L));
        IpnsEntry.Builder entry = signed(IpnsEntry.newBuilder().setData(data));
        return SignedRecord.verify(ALICE.name(), entry.build().toByteString());
    }

    private static SignedRecord first() {
        return SignedRecord.first(ALICE, HEAD, VALIDITY, TTL);
    }

    @Test
    void aRecordIdIs32Bytes() {
        for (int length : new int[] {0, 31, 33}) {
            assertRefused(Reason.MALFORMED_REQUEST, () -> new RecordId(ByteString.copyFrom(new byte[length])));
        }
    }
}
