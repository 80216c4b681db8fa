package org.remotelog.ns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.server.testing.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.remotelog.format.Reason;
import org.remotelog.format.RecordId;
import org.remotelog.format.SignedRecord;
import org.remotelog.ns.InProcessNs.Stored;
import org.remotelog.proto.ns.NameUpdate;

/** Which record replaces which. */
class SuccessionTest {
    @RegisterExtension
    static final InProcessNs ns = new InProcessNs();

    private static final ByteString EMPTY = ByteString.EMPTY;
    private static final RecordId SOME_ID = RecordId.of(ByteString.copyFromUtf8("some record"));

    private final Alice alice = new Alice();
    private final TestKey key = alice.key;

    private void accepted(SignedRecord record, NameUpdate update) {
        ns.client().update(update);
        assertThat(ns.fetch(alice).getRecord()).isEqualTo(record.envelope());
    }

    private SignedRecord accepted(Draft draft) {
        SignedRecord record = draft.record();
        accepted(record, alice.update(record).build());
        return record;
    }

    private void refused(Reason reason, NameUpdate update) {
        Stored before = ns.stored(key.name());
        assertRefused(
                reason,
                reason == Reason.HEAD_MOVED ? null : "record",
                () -> ns.client().update(update));
        assertThat(ns.stored(key.name())).isEqualTo(before);
    }

    private void refused(Reason reason, Draft draft) {
        refused(reason, alice.update(draft.envelope()).build());
    }

    private Draft chained(long sequence, RecordId previous) {
        return Draft.chained(key, sequence, previous, EMPTY);
    }

    private Draft plain(long sequence) {
        return Draft.plain(key, sequence, EMPTY);
    }

    @Test
    void aNewNameStartsWithAnyRecord() {
        accepted(chained(1, RecordId.NONE));
        Alice moved = new Alice();
        SignedRecord seventh = Draft.chained(moved.key, 7, SOME_ID, EMPTY).record();
        ns.client().update(moved.update(seventh).build());
        assertThat(ns.fetch(moved).getSequence()).isEqualTo(7);
        Alice other = new Alice();
        ns.client()
                .update(other.update(Draft.plain(other.key, 0, EMPTY).envelope())
                        .build());
        assertThat(ns.fetch(other).getSequence()).isZero();
    }

    @Test
    void aChainedRecordReplacesThePredecessorThatItNames() {
        SignedRecord first = accepted(chained(1, RecordId.NONE));
        SignedRecord second = accepted(chained(2, first.id()));
        accepted(chained(3, second.id()));
    }

    @Test
    void aChainedRecordThatNamesAnotherPredecessorIsRefused() {
        SignedRecord first = accepted(chained(1, RecordId.NONE));
        accepted(chained(2, first.id()));
        refused(Reason.HEAD_MOVED, chained(2, first.id()).with("TTL", 1L)); // A sequence repeated.
        refused(Reason.HEAD_MOVED, chained(3, first.id())); // A fork with a right sequence.
        refused(Reason.HEAD_MOVED, chained(3, SOME_ID));
        refused(Reason.HEAD_MOVED, chained(9, SOME_ID));
        refused(Reason.HEAD_MOVED, chained(1, RecordId.NONE).with("TTL", 1L));
    }

    @Test
    void theRightPredecessorWithAWrongSequenceIsMalformed() {
        SignedRecord first = accepted(chained(1, RecordId.NONE));
        SignedRecord second = accepted(chained(2, first.id()));
        refused(Reason.MALFORMED_RECORD, chained(2, second.id()));
        refused(Reason.MALFORMED_RECORD, chained(4, second.id()));
        refused(Reason.MALFORMED_RECORD, chained(Long.MAX_VALUE, second.id()));
        refused(
                Reason.MALFORMED_RECORD,
                alice.update(chained(4, second.id()).envelope())
                        .setReplaces(second.id().hash())
                        .build());
    }

    @Test
    void aChainedRecordSucceedsAPlainHeadThatItNames() {
        SignedRecord plain = accepted(plain(5));
        refused(Reason.HEAD_MOVED, chained(6, SOME_ID));
        refused(Reason.MALFORMED_RECORD, chained(7, plain.id()));
        SignedRecord chained = accepted(chained(6, plain.id()));
        assertThat(ns.stored(key.name()).sequences()).containsExactly(5L, 6L);
        ns.client().update(alice.update(plain).build()); // An ancestor now: known.
        assertThat(ns.fetch(alice).getRecord()).isEqualTo(chained.envelope());
    }

    @Test
    void aPlainRecordNeverReplacesAChainedHead() {
        SignedRecord first = accepted(chained(1, RecordId.NONE));
        refused(Reason.HEAD_MOVED, plain(2));
        refused(Reason.HEAD_MOVED, plain(1));
        refused(Reason.HEAD_MOVED, plain(Long.MAX_VALUE));
        refused(
                Reason.HEAD_MOVED,
                alice.update(plain(2).envelope()).setReplaces(first.id().hash()).build());
    }

    @Test
    void aPlainRecordReplacesAPlainOneWithALowerSequence() {
        SignedRecord second = accepted(plain(2));
        refused(Reason.HEAD_MOVED, plain(1));
        accepted(plain(9));
        assertThat(ns.stored(key.name()).sequences())
                .as("the replaced one is nobody's ancestor")
                .containsExactly(9L);
        refused(Reason.HEAD_MOVED, alice.update(second).build());
    }

    @Test
    void ofTwoPlainRecordsWithOneSequenceTheLaterValidityWins() {
        accepted(plain(2));
        Draft later = plain(2).validUntil(Draft.VALIDITY.plus(Duration.ofNanos(1)));
        accepted(later);
        refused(Reason.HEAD_MOVED, plain(2));
        refused(Reason.HEAD_MOVED, plain(2).validUntil(Draft.VALIDITY.minusSeconds(1)));
        assertThat(ns.stored(key.name()).sequences()).containsExactly(2L);
    }

    @Test
    void ofTwoPlainRecordsWithOneSequenceAndValidityTheLargerDataWins() {
        List<Draft> ordered = Stream.of(0x00, 0x7f, 0x80, 0xff)
                .map(octet -> plain(2).with("x", ByteString.copyFrom(new byte[] {octet.byteValue()})))
                .sorted(Comparator.comparing(Draft::data, ByteString.unsignedLexicographicalComparator()))
                .toList();
        accepted(ordered.get(1));
        refused(Reason.HEAD_MOVED, ordered.get(0));
        accepted(ordered.get(3));
        refused(Reason.HEAD_MOVED, ordered.get(2));
    }

    @Test
    void aRecordReplacesTheHeadThatTheCallNames() {
        SignedRecord first = accepted(chained(1, RecordId.NONE));
        SignedRecord ninth = chained(9, SOME_ID).record();
        NameUpdate.Builder update = alice.update(ninth);
        refused(Reason.HEAD_MOVED, update.setReplaces(SOME_ID.hash()).build());
        accepted(ninth, update.setReplaces(first.id().hash()).build());
        assertThat(ns.stored(key.name()).sequences()).containsExactly(1L, 9L);
        ns.client().update(alice.update(first).build()); // Still known.
        refused(
                Reason.HEAD_MOVED,
                alice.update(chained(9, SOME_ID).with("TTL", 1L).envelope())
                        .setReplaces(ninth.id().hash())
                        .build());
        refused(
                Reason.HEAD_MOVED,
                alice.update(chained(8, SOME_ID).envelope())
                        .setReplaces(ninth.id().hash())
                        .build());
    }

    @Test
    void replacesIsTheWayFromAPlainHeadWithSequenceZero() {
        SignedRecord zero = accepted(plain(0));
        SignedRecord first = chained(1, RecordId.NONE).record();
        refused(Reason.HEAD_MOVED, alice.update(first).build());
        accepted(first, alice.update(first).setReplaces(zero.id().hash()).build());
    }
}
