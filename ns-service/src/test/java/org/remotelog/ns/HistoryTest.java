package org.remotelog.ns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.server.testing.Refusals.assertRefused;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.remotelog.format.Reason;
import org.remotelog.format.RecordId;
import org.remotelog.proto.ns.HistoryRequest;
import org.remotelog.proto.ns.SignedRecord;

/** The chain of a name, as far as it is stored. */
class HistoryTest {
    @RegisterExtension
    static final InProcessNs ns = new InProcessNs();

    private final Alice alice = new Alice();

    private List<SignedRecord> history(long from, boolean contents) {
        return ImmutableList.copyOf(ns.client()
                .history(HistoryRequest.newBuilder()
                        .setName(alice.name())
                        .setFrom(from)
                        .setContents(contents)
                        .build()));
    }

    private void publish(int records) {
        IntStream.range(0, records).forEach(i -> ns.client().update(alice.prepend(i + " ")));
    }

    private SignedRecord link(int sequence) {
        return SignedRecord.newBuilder()
                .setSequence(sequence)
                .setRecord(alice.record(sequence).envelope())
                .build();
    }

    @Test
    void theChainIsAnsweredOldestFirst() {
        publish(5);
        assertThat(history(0, false)).containsExactly(link(1), link(2), link(3), link(4), link(5));
        assertThat(history(1, false)).hasSize(5);
    }

    @Test
    void partOfItIsAnsweredFromASequenceOn() {
        publish(5);
        assertThat(history(4, false)).containsExactly(link(4), link(5));
    }

    @ParameterizedTest
    @ValueSource(longs = {6, Long.MAX_VALUE, -1})
    void beyondTheHeadThereIsNothing(long from) {
        publish(5);
        assertThat(history(from, false)).isEmpty();
    }

    @Test
    void aLongChainIsAnsweredWhole() {
        publish(300);
        assertThat(history(0, false))
                .extracting(SignedRecord::getSequence)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 300).mapToObj(Long::valueOf).toList());
    }

    @Test
    void contentsAreAnsweredWhereTheyAreStillHeld() {
        ns.client().update(alice.whole("a"));
        ns.client().update(alice.prepend("b"));
        ns.client().update(alice.whole("c"));
        ns.client().update(alice.prepend("d"));
        ns.client().update(alice.renew());
        assertThat(history(0, true))
                .extracting(link -> link.getContent().toStringUtf8())
                .containsExactly("", "", "c", "dc", "dc");
    }

    @Test
    void aHoleIsSaid() {
        publish(2);
        ByteString content = ByteString.copyFromUtf8("after the loss");
        Draft later = Draft.chained(alice.key, 6, RecordId.of(ByteString.copyFromUtf8("lost")), content);
        ns.client()
                .update(alice.update(later.envelope())
                        .setContent(content)
                        .setReplaces(alice.newestId().hash())
                        .build());
        assertThat(history(0, false)).extracting(SignedRecord::getMissing).containsExactly(0L, 0L, 3L);
        assertThat(history(5, false)).extracting(SignedRecord::getMissing).containsExactly(1L);
        assertThat(history(6, false)).extracting(SignedRecord::getMissing).containsExactly(0L);
    }

    @Test
    void aRecordOfAnotherToolIsAChainByItself() {
        Draft plain = Draft.plain(alice.key, 41, ByteString.EMPTY);
        ns.client().update(alice.update(plain.envelope()).build());
        assertThat(history(0, false))
                .containsExactly(SignedRecord.newBuilder()
                        .setSequence(41)
                        .setRecord(plain.envelope())
                        .build());
    }

    @Test
    void aNameThatNobodyPublishedIsUnknown() {
        assertRefused(Reason.NAME_UNKNOWN, "name", () -> history(0, false));
        assertRefused(Reason.NAME_UNKNOWN, "name", () -> history(7, true));
    }

    @ParameterizedTest
    @FieldSource("org.remotelog.ns.BadNames#ALL")
    void whatIsNoNameIsMalformed(String name) {
        assertRefused(
                Reason.MALFORMED_NAME,
                "name",
                () -> ns.client()
                        .history(HistoryRequest.newBuilder().setName(name).build())
                        .hasNext());
    }
}
