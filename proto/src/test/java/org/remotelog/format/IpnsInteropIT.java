package org.remotelog.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.remotelog.testing.Tool;

/** Our records are IPNS records to others, and theirs to us. */
class IpnsInteropIT {
    private static final ByteString SEED = ByteString.fromHex("5e".repeat(32));
    private static final SigningKey ALICE = SigningKey.ofSeed(SEED);
    private static final Address HEAD = Address.of(ByteString.copyFromUtf8("a head"));
    private static final Instant VALIDITY = Instant.parse("2040-02-29T01:02:03.000000004Z");

    private static final Map<IpnsJudge, Tool> PREPARED = new EnumMap<>(IpnsJudge.class);

    private static List<Vector> ask(IpnsJudge judge, List<Map<String, ?>> requests) throws Exception {
        Tool program = PREPARED.get(judge);
        if (program == null) {
            program = judge.prepare();
            PREPARED.put(judge, program);
        }
        List<Vector> answers = IpnsJudge.ask(program, requests);
        assertThat(answers).hasSameSizeAs(requests);
        return answers;
    }

    private static Map<String, ?> toVerify(Name name, ByteString envelope) {
        return Map.of("name", name.toString(), "record", Hex.of(envelope));
    }

    private static Map<String, ?> toMake(long sequence, boolean v1, String previous) {
        return Map.of(
                "seed",
                Hex.of(SEED),
                "value",
                "/ipfs/" + HEAD,
                "sequence",
                sequence,
                "validity",
                VALIDITY.toString(),
                "ttl",
                SignedRecord.DEFAULT_TTL.toNanos(),
                "v1",
                v1,
                "prev",
                previous);
    }

    @ParameterizedTest
    @EnumSource
    void othersVerifyOurRecords(IpnsJudge judge) throws Exception {
        SignedRecord first = SignedRecord.first(ALICE, HEAD, VALIDITY, SignedRecord.DEFAULT_TTL);
        SignedRecord second = first.next(ALICE, HEAD, VALIDITY.plusSeconds(1), Duration.ofSeconds(7));
        List<SignedRecord> records = List.of(first, second);

        List<Vector> answers = ask(
                judge, List.of(toVerify(ALICE.name(), first.envelope()), toVerify(ALICE.name(), second.envelope())));

        for (int i = 0; i < records.size(); i++) {
            Vector answer = answers.get(i);
            assertThat(answer.has("error")).as(answer.toString()).isFalse();
            assertThat(answer.text("name")).isEqualTo(ALICE.name().toString());
            assertThat(answer.text("value")).isEqualTo("/ipfs/" + HEAD);
            assertThat(answer.number("sequence")).isEqualTo(i + 1);
            assertThat(Instant.parse(answer.text("validity")))
                    .isEqualTo(records.get(i).validity());
            assertThat(answer.number("ttl")).isEqualTo(records.get(i).ttl().toNanos());
        }
    }

    @ParameterizedTest
    @EnumSource
    void othersRefuseWhatIsNotSignedByTheName(IpnsJudge judge) throws Exception {
        List<Vector> unsigned = Vector.refused("records").stream()
                .filter(vector ->
                        vector.reason() == Reason.RECORD_UNSIGNED || vector.reason() == Reason.SIGNATURE_INVALID)
                .filter(vector -> !vector.toString().equals("an empty public key")) // As good as none to them.
                .toList();
        List<Map<String, ?>> requests = new ArrayList<>();
        unsigned.forEach(vector -> requests.add(toVerify(Name.parse(vector.text("name")), vector.hex("envelope"))));

        List<Vector> answers = ask(judge, requests);

        for (int i = 0; i < unsigned.size(); i++) {
            assertThat(answers.get(i).has("error"))
                    .as("%s: %s", unsigned.get(i), answers.get(i))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void weVerifyTheirRecordsWithAndWithoutV1(IpnsJudge judge) throws Exception {
        for (Vector answer : ask(judge, List.of(toMake(7, false, ""), toMake(8, true, "")))) {
            assertThat(answer.has("error")).as(answer.toString()).isFalse();
            assertThat(Name.parse(answer.text("name"))).isEqualTo(ALICE.name());
            SignedRecord record = SignedRecord.verify(ALICE.name(), answer.hex("record"));

            assertThat(record.isChained()).isFalse();
            assertThat(record.address()).contains(HEAD);
            assertThat(record.sequence()).isBetween(7L, 8L);
            assertThat(record.validity()).isEqualTo(VALIDITY);
            assertThat(record.ttl()).isEqualTo(SignedRecord.DEFAULT_TTL);
        }
    }

    /** IPNS lets a record have more keys, so boxo can read and write ours. */
    @Test
    void boxoSeesTheChainAndGoesOnWithIt() throws Exception {
        SignedRecord first = SignedRecord.first(ALICE, HEAD, VALIDITY, SignedRecord.DEFAULT_TTL);

        List<Vector> answers = ask(
                IpnsJudge.GO,
                List.of(
                        toVerify(ALICE.name(), first.envelope()),
                        toMake(2, false, first.id().toString())));

        assertThat(answers.get(0).hex("prev")).isEqualTo(RecordId.NONE.hash());
        SignedRecord second = SignedRecord.verify(ALICE.name(), answers.get(1).hex("record"));
        assertThat(second.names(first)).isTrue();
        assertThat(second.sequence()).isEqualTo(2);
        assertThat(second.envelope())
                .isEqualTo(first.next(ALICE, HEAD, VALIDITY, SignedRecord.DEFAULT_TTL)
                        .envelope());
    }
}
