package org.remotelog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.remotelog.client.LogEvent;
import org.remotelog.format.Address;
import org.remotelog.format.SignedRecord;
import org.remotelog.format.SigningKey;

class EventReportTest {
    private static final SigningKey KEY = SigningKey.ofSeed(ByteString.copyFrom(new byte[32]));
    private static final Address ADDRESS = Address.of(ByteString.copyFromUtf8("hello"));
    private static final Instant VALIDITY = Instant.parse("2027-01-01T00:00:00Z");
    private static final SignedRecord FIRST = SignedRecord.first(KEY, ADDRESS, VALIDITY, Duration.ZERO);
    private static final SignedRecord SECOND = FIRST.next(KEY, ADDRESS, VALIDITY, Duration.ZERO);

    private final TestShell shell = new TestShell();

    @Test
    void aGapHasItsEnds() throws IOException {
        LogEvent gap = new LogEvent.Gap(3, 5);
        assertThat(json(gap)).isEqualTo("{\"event\":\"GAP\",\"from\":3,\"to\":5}");
        assertThat(words(gap)).contains("messages 3 to 5");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        LogEvent missing = new LogEvent.Missing(ADDRESS, 7);
        assertThat(json(missing)).isEqualTo("{\"event\":\"MISSING\",\"address\":\"" + ADDRESS + "\",\"sequence\":7}");
        assertThat(words(missing)).contains(ADDRESS.toString()).contains("message 7");
    }

    @Test
    void whatIsCorruptIsNamedWithTheReason() throws IOException {
        LogEvent corrupt = new LogEvent.Corrupt(Optional.of(ADDRESS), 7, "it rhymes");
        assertThat(json(corrupt))
                .isEqualTo(
                        "{\"event\":\"CORRUPT\",\"address\":\"" + ADDRESS + "\",\"sequence\":7,\"why\":\"it rhymes\"}");
        assertThat(words(corrupt)).contains(ADDRESS.toString()).contains("it rhymes");
        assertThat(json(new LogEvent.Corrupt(Optional.empty(), 7, "it rhymes"))).doesNotContain("address");
    }

    @Test
    void aForkCarriesBothRecordsAsProof() throws IOException {
        SignedRecord other = SignedRecord.first(KEY, ADDRESS, VALIDITY.plusSeconds(1), Duration.ZERO);
        JsonNode json = parse(new LogEvent.Fork(FIRST, other));
        assertThat(json.get("event").asText()).isEqualTo("FORK");
        assertThat(verified(json.get("a")).id()).isEqualTo(FIRST.id());
        assertThat(verified(json.get("b")).id()).isEqualTo(other.id());
        assertThat(words(new LogEvent.Fork(FIRST, other)))
                .contains(FIRST.id().toString())
                .contains(other.id().toString());
    }

    @Test
    void aRollbackTellsWhatWasSeenAndWhatCameInstead() throws IOException {
        JsonNode json = parse(new LogEvent.Rollback(SECOND, Optional.of(FIRST)));
        assertThat(json.get("event").asText()).isEqualTo("ROLLBACK");
        assertThat(json.get("seen").get("sequence").asLong()).isEqualTo(2);
        assertThat(json.get("answered").get("record").asText())
                .isEqualTo(FIRST.id().toString());
        assertThat(parse(new LogEvent.Rollback(SECOND, Optional.empty())).has("answered"))
                .isFalse();
        assertThat(words(new LogEvent.Rollback(SECOND, Optional.empty()))).contains("does not know the name");
    }

    @Test
    void aStaleHeadTellsWhenItExpired() throws IOException {
        JsonNode json = parse(new LogEvent.Stale(FIRST));
        assertThat(json.get("event").asText()).isEqualTo("STALE");
        assertThat(json.get("head").get("validity").asText()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(words(new LogEvent.Stale(FIRST))).contains("2027-01-01T00:00:00Z");
    }

    @Test
    void aRewriteTellsBothHeads() throws IOException {
        JsonNode json = parse(new LogEvent.Rewritten(FIRST, SECOND));
        assertThat(json.get("event").asText()).isEqualTo("REWRITTEN");
        assertThat(json.get("seen").get("record").asText()).isEqualTo(FIRST.id().toString());
        assertThat(json.get("answered").get("record").asText())
                .isEqualTo(SECOND.id().toString());
        assertThat(words(new LogEvent.Rewritten(FIRST, SECOND)))
                .contains(FIRST.id().toString());
    }

    @Test
    void whatIsTheSameAtEveryPollIsToldOnce() {
        EventReport report = new EventReport(shell.shell, false);
        report.tell(new LogEvent.Gap(3, 5));
        report.tell(new LogEvent.Gap(3, 5));
        report.tell(new LogEvent.Gap(3, 6));
        assertThat(shell.errLines()).hasSize(2);
    }

    private String words(LogEvent event) {
        return told(event, false);
    }

    private String json(LogEvent event) {
        return told(event, true);
    }

    private JsonNode parse(LogEvent event) throws IOException {
        return new ObjectMapper().readTree(json(event));
    }

    private String told(LogEvent event, boolean asJson) {
        shell.err.reset();
        new EventReport(shell.shell, asJson).tell(event);
        assertThat(shell.errLines()).hasSize(1);
        return shell.errLines().get(0);
    }

    private static SignedRecord verified(JsonNode record) {
        byte[] envelope = Base64.getDecoder().decode(record.get("envelope").asText());
        return SignedRecord.verify(KEY.name(), ByteString.copyFrom(envelope));
    }
}
