package org.remotelog.ns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.server.testing.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.remotelog.format.Reason;
import org.remotelog.format.RecordId;
import org.remotelog.format.SignedRecord;
import org.remotelog.ns.InProcessNs.Stored;
import org.remotelog.proto.ns.NameUpdate;

/** Records that come along because the server lacks them. */
class AncestorsTest {
    @RegisterExtension
    static final InProcessNs ns = new InProcessNs();

    private static final ByteString EMPTY = ByteString.EMPTY;

    private final Alice alice = new Alice();

    private void sign(int records) {
        IntStream.range(0, records).forEach(i -> alice.sign(ByteString.copyFromUtf8("content " + i)));
    }

    private NameUpdate update(SignedRecord record, SignedRecord... ancestors) {
        return alice.update(record)
                .addAllAncestor(Stream.of(ancestors).map(SignedRecord::envelope).toList())
                .build();
    }

    private void send(NameUpdate update) {
        ns.client().update(update);
    }

    private void refused(Reason reason, @Nullable String field, NameUpdate update) {
        Stored before = ns.stored(alice.key.name());
        assertRefused(reason, field, () -> send(update));
        assertThat(ns.stored(alice.key.name())).isEqualTo(before);
    }

    private List<ByteString> storedChain() {
        return ns.stored(alice.key.name()).chain().stream()
                .map(InProcessNs.StoredLink::envelope)
                .toList();
    }

    private List<ByteString> signedChain() {
        return alice.signed.stream().map(SignedRecord::envelope).toList();
    }

    @Test
    void oneCallBringsALaggingServerUpToDate() {
        sign(5);
        send(update(alice.record(1)));
        send(update(alice.record(5), alice.record(2), alice.record(3), alice.record(4)));
        assertThat(storedChain()).isEqualTo(signedChain());
        assertThat(ns.fetch(alice).getSequence()).isEqualTo(5);
    }

    @Test
    void aNewServerTakesAChainThatStartsInTheMiddle() {
        sign(5);
        send(update(alice.record(5), alice.record(3), alice.record(4)));
        assertThat(ns.stored(alice.key.name()).sequences()).containsExactly(3L, 4L, 5L);
    }

    @Test
    void ancestorsThatAreStoredAreSkipped() {
        sign(5);
        send(update(alice.record(3), alice.record(1), alice.record(2)));
        send(update(alice.record(5), alice.record(1), alice.record(2), alice.record(3), alice.record(4)));
        assertThat(storedChain()).isEqualTo(signedChain());
    }

    @Test
    void ancestorsMayHaveExpired() {
        alice.sign(EMPTY, InProcessNs.NOW.minusSeconds(2));
        alice.sign(EMPTY, InProcessNs.NOW.minusSeconds(1));
        alice.sign(EMPTY);
        send(update(alice.record(3), alice.record(1), alice.record(2)));
        assertThat(storedChain()).isEqualTo(signedChain());
    }

    @Test
    void contentGoesInFrontOfWhatTheServerHasNotOfWhatTheAncestorsHad() {
        send(alice.whole("one"));
        alice.sign(ByteString.copyFromUtf8("two one"));
        NameUpdate third = alice.prepend("three ");
        refused(
                Reason.CONTENT_MISMATCH,
                "content",
                third.toBuilder().addAncestor(alice.record(2).envelope()).build());
        send(third.toBuilder()
                .setContent(ByteString.copyFromUtf8("three two "))
                .addAncestor(alice.record(2).envelope())
                .build());
        assertThat(ns.fetch(alice).getData()).isEqualTo(alice.content);
    }

    @Test
    void holesAreFilledByLaterCallsWhereTheNeighboursFit() {
        sign(7);
        send(update(alice.record(1)));
        send(alice.update(alice.record(5))
                .setReplaces(alice.record(1).id().hash())
                .build());
        refused(Reason.HEAD_MOVED, null, update(alice.record(6), alice.record(2), alice.record(3)));
        send(update(alice.record(6), alice.record(4))); // Between 5, which is stored, and what still is missing.
        assertThat(ns.stored(alice.key.name()).sequences()).containsExactly(1L, 4L, 5L, 6L);
        send(update(alice.record(6), alice.record(2), alice.record(3))); // With a record that is known.
        assertThat(storedChain()).isEqualTo(signedChain().subList(0, 6));
        send(update(
                alice.record(7), alice.record(2), alice.record(3), alice.record(4), alice.record(5), alice.record(6)));
        assertThat(storedChain()).isEqualTo(signedChain());
    }

    @Test
    void ancestorsOfAnotherBranchAreRefused() {
        sign(4);
        send(update(alice.record(2), alice.record(1)));
        SignedRecord otherSecond =
                Draft.chained(alice.key, 2, alice.record(1).id(), EMPTY).record();
        SignedRecord otherThird =
                Draft.chained(alice.key, 3, otherSecond.id(), EMPTY).record();
        refused(Reason.HEAD_MOVED, null, update(otherThird, otherSecond));
        SignedRecord otherFourth =
                Draft.chained(alice.key, 4, otherThird.id(), EMPTY).record();
        refused(Reason.HEAD_MOVED, null, update(otherFourth, otherThird));
        send(update(alice.record(3)));
        refused(Reason.HEAD_MOVED, null, update(alice.record(4), otherSecond)); // Its place is taken.
    }

    @Test
    void aHoleIsNotFilledByWhatDoesNotNameTheRecordBeforeIt() {
        sign(1);
        SignedRecord lost =
                Draft.chained(alice.key, 2, RecordId.of(EMPTY), EMPTY).record();
        SignedRecord third = Draft.chained(alice.key, 3, lost.id(), EMPTY).record();
        send(update(alice.record(1)));
        send(alice.update(third).setReplaces(alice.record(1).id().hash()).build());
        refused(Reason.HEAD_MOVED, null, update(third, lost)); // It is after another first record.
    }

    @Test
    void replacesAlsoBringsTheAncestorsThatAreLeft() {
        sign(6);
        send(update(alice.record(1)));
        NameUpdate update = update(alice.record(6), alice.record(4), alice.record(5));
        refused(Reason.HEAD_MOVED, null, update);
        send(update.toBuilder().setReplaces(alice.record(1).id().hash()).build());
        assertThat(ns.stored(alice.key.name()).sequences()).containsExactly(1L, 4L, 5L, 6L);
    }

    @Test
    void ancestorsThatAreNoChainAreMalformed() {
        sign(4);
        send(update(alice.record(1)));
        refused(Reason.MALFORMED_RECORD, "record", update(alice.record(4), alice.record(2)));
        refused(Reason.MALFORMED_RECORD, "ancestor[1]", update(alice.record(4), alice.record(3), alice.record(2)));
        refused(Reason.MALFORMED_RECORD, "ancestor[1]", update(alice.record(3), alice.record(2), alice.record(2)));
        refused(Reason.MALFORMED_RECORD, "record", update(alice.record(2), alice.record(3)));
        refused(Reason.MALFORMED_RECORD, "record", update(alice.record(2), alice.record(2)));
        SignedRecord skipped =
                Draft.chained(alice.key, 4, alice.record(2).id(), EMPTY).record();
        refused(Reason.MALFORMED_RECORD, "record", update(skipped, alice.record(2)));
        SignedRecord third =
                Draft.chained(alice.key, 3, alice.record(1).id(), EMPTY).record();
        SignedRecord fourth = Draft.chained(alice.key, 4, third.id(), EMPTY).record();
        refused(Reason.MALFORMED_RECORD, "ancestor[0]", update(fourth, third)); // It names the head: 2 is its place.
    }

    @Test
    void plainRecordsHaveNoPlaceInAChain() {
        SignedRecord plain = Draft.plain(alice.key, 1, EMPTY).record();
        SignedRecord after = Draft.chained(alice.key, 2, plain.id(), EMPTY).record();
        refused(Reason.MALFORMED_RECORD, "ancestor[0]", update(after, plain));
        refused(
                Reason.MALFORMED_RECORD,
                "record",
                update(
                        Draft.plain(alice.key, 9, EMPTY).record(),
                        Draft.chained(alice.key, 2, plain.id(), EMPTY).record()));
    }

    @Test
    void eachAncestorIsVerified() {
        sign(4);
        TestKey mallory = new TestKey();
        ByteString forged =
                Draft.chained(mallory, 2, alice.record(1).id(), EMPTY).envelope();
        NameUpdate good = update(alice.record(4), alice.record(1), alice.record(2), alice.record(3));
        refused(
                Reason.SIGNATURE_INVALID,
                "ancestor[1]",
                good.toBuilder().setAncestor(1, forged).build());
        refused(
                Reason.RECORD_UNSIGNED,
                "ancestor[2]",
                good.toBuilder().setAncestor(2, EMPTY).build());
        refused(
                Reason.MALFORMED_RECORD,
                "ancestor[0]",
                good.toBuilder()
                        .setAncestor(0, ByteString.copyFrom(new byte[SignedRecord.MAX_BYTES + 1]))
                        .build());
    }

    @Test
    void ancestorsAreAtMostOneMebibyteInAll() {
        Draft draft =
                Draft.chained(alice.key, 1, RecordId.NONE, EMPTY).with("pad", ByteString.copyFrom(new byte[9000]));
        SignedRecord[] chain = new SignedRecord[120];
        for (int i = 0; i < chain.length; i++) {
            chain[i] = draft.record();
            draft = Draft.chained(alice.key, i + 2L, chain[i].id(), EMPTY)
                    .with("pad", ByteString.copyFrom(new byte[9000]));
        }
        int fitting = (1 << 20) / chain[50].envelope().size();
        NameUpdate tooMany = update(
                chain[fitting + 1], List.of(chain).subList(0, fitting + 1).toArray(SignedRecord[]::new));
        refused(Reason.MALFORMED_REQUEST, "ancestor", tooMany);
        send(update(chain[fitting], List.of(chain).subList(0, fitting).toArray(SignedRecord[]::new)));
        assertThat(ns.stored(alice.key.name()).sequences())
                .isEqualTo(LongStream.rangeClosed(1, fitting + 1L).boxed().toList());
    }

    @Test
    void aLongStretchOfStoredAncestorsIsSkipped() {
        sign(300);
        send(update(alice.record(200), alice.signed.subList(0, 199).toArray(SignedRecord[]::new)));
        send(update(alice.record(300), alice.signed.subList(0, 299).toArray(SignedRecord[]::new)));
        assertThat(storedChain()).isEqualTo(signedChain());
    }
}
