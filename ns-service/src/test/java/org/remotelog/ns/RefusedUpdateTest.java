package org.remotelog.ns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.server.testing.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Reason;
import org.remotelog.format.SignedRecord;
import org.remotelog.ns.InProcessNs.Stored;
import org.remotelog.proto.ipns.IpnsEntry;
import org.remotelog.proto.ns.NSGrpc;
import org.remotelog.proto.ns.NameUpdate;

/** What is refused before it is compared with the stored head, field by field; nothing of it changes what is stored. */
class RefusedUpdateTest {
    @RegisterExtension
    static final InProcessNs ns = new InProcessNs();

    private static final ByteString CONTENT = ByteString.copyFromUtf8("next");

    private final Alice alice = new Alice();
    private final TestKey key = alice.key;
    private Stored before;

    @BeforeEach
    void publish() {
        ns.client().update(alice.whole("hello"));
        before = ns.stored(key.name());
    }

    private Draft next() {
        return Draft.chained(key, 2, alice.newestId(), CONTENT);
    }

    private NameUpdate.Builder update() {
        return update(next().envelope());
    }

    private NameUpdate.Builder update(ByteString envelope) {
        return alice.update(envelope).setContent(CONTENT);
    }

    private Status refused(Reason reason, String field, NameUpdate.Builder update) {
        Status status = assertRefused(reason, field, () -> ns.client().update(update.build()));
        assertThat(ns.stored(key.name())).isEqualTo(before);
        return status;
    }

    private void malformed(Draft draft) {
        refused(Reason.MALFORMED_RECORD, "record", update(draft.envelope()));
    }

    private void malformedData(ByteString data) {
        refused(Reason.MALFORMED_RECORD, "record", update(Draft.envelope(key, data)));
    }

    private IpnsEntry.Builder entry() throws Exception {
        return IpnsEntry.parseFrom(next().envelope()).toBuilder();
    }

    @Test
    void withoutDefectItIsAccepted() {
        ns.client().update(update().build()); // Else the tests below would pass for the wrong reason.
        assertThat(ns.fetch(alice).getRecord()).isEqualTo(next().envelope());
    }

    @ParameterizedTest
    @FieldSource("org.remotelog.ns.BadNames#ALL")
    void whatIsNoName(String name) {
        refused(Reason.MALFORMED_NAME, "name", update().setName(name));
    }

    @Test
    void aRecordOfAnotherName() {
        Alice bob = new Alice();
        refused(Reason.SIGNATURE_INVALID, "record", update().setName(bob.name()));
        assertThat(ns.stored(bob.key.name()).head()).isEmpty();
    }

    @Test
    void noRecord() {
        refused(Reason.RECORD_UNSIGNED, "record", update().clearRecord());
    }

    @Test
    void aRecordWithoutSignature() throws Exception {
        refused(
                Reason.RECORD_UNSIGNED,
                "record",
                update(entry().clearSignatureV2().build().toByteString()));
        refused(
                Reason.RECORD_UNSIGNED,
                "record",
                update(entry().setSignatureV2(ByteString.EMPTY).build().toByteString()));
        refused(
                Reason.RECORD_UNSIGNED,
                "record",
                update(entry().clearSignatureV2()
                        .clearData()
                        .setValue(CONTENT)
                        .build()
                        .toByteString()));
    }

    @Test
    void aRecordWithoutData() throws Exception {
        refused(
                Reason.MALFORMED_RECORD,
                "record",
                update(entry().clearData().build().toByteString()));
    }

    @Test
    void aRecordThatIsNoProtobuf() {
        refused(Reason.MALFORMED_RECORD, "record", update(ByteString.copyFromUtf8("hello")));
        refused(Reason.MALFORMED_RECORD, "record", update(next().envelope().substring(0, 100)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 65, 128})
    void aSignatureThatIsNot64Bytes(int bytes) throws Exception {
        ByteString good = entry().getSignatureV2();
        ByteString signature =
                bytes < 64 ? good.substring(0, bytes) : good.concat(ByteString.copyFrom(new byte[bytes - 64]));
        refused(Reason.SIGNATURE_INVALID, "record", update(Draft.envelope(next().data(), signature)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 32, 63})
    void aSignatureWithAnotherByte(int at) throws Exception {
        byte[] signature = entry().getSignatureV2().toByteArray();
        signature[at] ^= 1;
        refused(
                Reason.SIGNATURE_INVALID,
                "record",
                update(Draft.envelope(next().data(), ByteString.copyFrom(signature))));
    }

    @Test
    void aSignatureOfAnotherKeyOrOfOtherData() throws Exception {
        refused(
                Reason.SIGNATURE_INVALID,
                "record",
                update(Draft.envelope(next().data(), new TestKey().sign(next().data()))));
        refused(
                Reason.SIGNATURE_INVALID,
                "record",
                update(Draft.envelope(next().with("TTL", 1L).data(), entry().getSignatureV2())));
    }

    @Test
    void anotherPublicKeyInTheEnvelope() throws Exception {
        ByteString other =
                ByteString.fromHex("08011220").concat(new TestKey().name().publicKey());
        refused(
                Reason.SIGNATURE_INVALID,
                "record",
                update(entry().setPubKey(other).build().toByteString()));
    }

    @Test
    void aRecordThatIsTooLong() {
        ByteString envelope = next().with("pad", ByteString.copyFrom(new byte[SignedRecord.MAX_BYTES]))
                .envelope();
        refused(Reason.MALFORMED_RECORD, "record", update(envelope));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Value", "Sequence", "Validity", "ValidityType"})
    void aFieldThatIsMissing(String field) {
        malformed(next().without(field));
    }

    @Test
    void fieldsThatAreWrong() {
        malformed(next().with("ValidityType", 1L));
        malformed(next().with("Sequence", -1L));
        malformed(next().with("Sequence", 0L));
        malformed(next().with("Sequence", 1L));
        malformed(next().with("Sequence", ByteString.copyFromUtf8("2")));
        malformed(next().with("TTL", -1L));
        malformed(next().with("Value", "/ipfs/text"));
        malformed(next().with("_prev", ByteString.copyFrom(new byte[31])));
        malformed(next().with("_prev", ByteString.copyFrom(new byte[33])));
        malformed(next().with("_prev", ByteString.copyFrom(new byte[32])));
        malformed(next().with("_prev", ByteString.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2030-01-01",
                "2030-01-01T00:00:00",
                "2030-01-01T00:00:00+00:00",
                "2030-01-01t00:00:00z",
                "2030-02-30T00:00:00Z",
                "2030-01-01T24:00:00Z",
                "2030-01-01T00:00:00.0000000000Z",
                "99999-01-01T00:00:00Z",
                "2030-01-01T00:00:00Z "
            })
    void aValidityThatIsNoTime(String validity) {
        malformed(next().with("Validity", ByteString.copyFromUtf8(validity)));
    }

    @Test
    void dataThatIsNotCanonical() {
        ByteString data = next().data();
        assertThat(data.byteAt(0)).as("a map of 6").isEqualTo((byte) 0xa6);
        malformedData(data.concat(ByteString.fromHex("00"))); // Trailing.
        malformedData(data.substring(0, data.size() - 1)); // Cut off.
        malformedData(ByteString.fromHex("b806").concat(data.substring(1))); // A length that is not the shortest.
        malformedData(
                ByteString.fromHex("bf").concat(data.substring(1)).concat(ByteString.fromHex("ff"))); // Indefinite.
        malformedData(ByteString.fromHex("a7").concat(data.substring(1)).concat(last(data))); // A key twice.
        malformedData(
                ByteString.fromHex("a6").concat(last(data)).concat(data.substring(1, data.size() - LAST))); // Order.
        malformedData(ByteString.fromHex("a0"));
        malformedData(ByteString.fromHex("80"));
        malformedData(ByteString.copyFromUtf8("{}"));
        malformedData(ByteString.fromHex("a76161" + "81".repeat(8) + "00").concat(data.substring(1))); // Too deep.
    }

    private static final int LAST = "ValidityType".length() + 2;

    /** The last entry of the map, ValidityType 0. */
    private static ByteString last(ByteString data) {
        return data.substring(data.size() - LAST);
    }

    @Test
    void fieldsOfTheOldVersionThatAreNotTheSignedOnes() throws Exception {
        List<IpnsEntry.Builder> entries = new ArrayList<>();
        entries.add(entry().setValue(ByteString.copyFromUtf8("/ipfs/other")));
        entries.add(entry().setValidity(ByteString.copyFromUtf8("2031-01-01T00:00:00Z")));
        entries.add(entry().setValidityType(1));
        entries.add(entry().setSequence(3));
        entries.add(entry().setTtl(1));
        for (IpnsEntry.Builder entry : entries) {
            refused(Reason.MALFORMED_RECORD, "record", update(entry.build().toByteString()));
        }
    }

    @Test
    void aRecordThatHasExpired() {
        for (Instant validity : List.of(InProcessNs.NOW, InProcessNs.NOW.minusNanos(1), Instant.EPOCH)) {
            Status status = refused(
                    Reason.RECORD_EXPIRED,
                    "record",
                    update(next().validUntil(validity).envelope()));
            assertThat(ErrorDetails.find(status, ErrorInfo.class).orElseThrow().getMetadataMap())
                    .isEqualTo(Map.of("server_time", InProcessNs.NOW.toString()));
        }
        ns.client()
                .update(update(next().validUntil(InProcessNs.NOW.plusNanos(1)).envelope())
                        .build());
    }

    @Test
    void aContentThatIsTooLong() {
        refused(Reason.MALFORMED_CONTENT, "content", update().setContent(ByteString.copyFrom(new byte[(1 << 20) + 1])));
    }

    @Test
    void aContentThatDoesNotHashToTheValue() {
        refused(Reason.CONTENT_MISMATCH, "content", update().setContent(ByteString.copyFromUtf8("other")));
        refused(Reason.CONTENT_MISMATCH, "content", update().setContent(ByteString.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 33, 64})
    void aRecordIdToReplaceThatIsNot32Bytes(int bytes) {
        refused(Reason.MALFORMED_REQUEST, "replaces", update().setReplaces(ByteString.copyFrom(new byte[bytes])));
    }

    @Test
    void aNameThatIsNotUtf8() {
        byte[] request = update().build().toByteArray();
        int name = new String(request, StandardCharsets.ISO_8859_1).indexOf(alice.name());
        request[name + 5] = (byte) 0xff;
        assertRefused(Reason.MALFORMED_REQUEST, null, () -> sendRaw(request));
        assertThat(ns.stored(key.name())).isEqualTo(before);
    }

    @Test
    void bytesThatAreNoRequest() {
        assertRefused(Reason.MALFORMED_REQUEST, null, () -> sendRaw(new byte[] {8, 8, 8}));
    }

    private static void sendRaw(byte[] request) {
        MethodDescriptor<byte[], ?> method = NSGrpc.getUpdateMethod().toBuilder(
                        new MethodDescriptor.Marshaller<byte[]>() {
                            @Override
                            public InputStream stream(byte[] value) {
                                return new ByteArrayInputStream(value);
                            }

                            @Override
                            public byte[] parse(InputStream stream) {
                                throw new UnsupportedOperationException();
                            }
                        },
                        NSGrpc.getUpdateMethod().getResponseMarshaller())
                .build();
        ClientCalls.blockingUnaryCall(ns.client().getChannel(), method, CallOptions.DEFAULT, request);
    }
}
