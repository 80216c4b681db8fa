package org.remotelog.ns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.server.testing.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.format.SignedRecord;
import org.remotelog.ns.InProcessNs.Stored;
import org.remotelog.proto.ipns.IpnsEntry;
import org.remotelog.proto.ns.Content;
import org.remotelog.proto.ns.NameUpdate;
import org.remotelog.proto.ns.Response;

/** What an update does, and what a record does that is known already. */
class UpdateTest {
    @RegisterExtension
    static final InProcessNs ns = new InProcessNs();

    private final Alice alice = new Alice();

    private static Response send(NameUpdate update) {
        return ns.client().update(update);
    }

    private Stored stored() {
        return ns.stored(alice.key.name());
    }

    private void assertHeadIs(SignedRecord record, ByteString data) {
        assertThat(ns.fetch(alice))
                .isEqualTo(Content.newBuilder()
                        .setName(alice.name())
                        .setSequence(record.sequence())
                        .setRecord(record.envelope())
                        .setData(data)
                        .build());
    }

    private static Response at(SignedRecord record) {
        return Response.newBuilder()
                .setData(record.id().hash())
                .setSequence(record.sequence())
                .build();
    }

    @Test
    void theFirstRecordOfANameBecomesItsHead() {
        assertThat(send(alice.whole("hello"))).isEqualTo(at(alice.newest()));
        assertHeadIs(alice.newest(), alice.content);
    }

    @Test
    void everyTextFormOfANameIsTheSameNameAndBase36IsAnswered() {
        for (String form : NameForms.of(alice.key.name())) {
            send(alice.prepend(form).toBuilder().setName(form).build());
            assertHeadIs(alice.newest(), alice.content);
        }
    }

    @Test
    void aNewContentReplacesTheOldOneWithItsPieces() {
        send(alice.whole("one"));
        send(alice.prepend("two "));
        send(alice.whole("three"));
        assertHeadIs(alice.newest(), alice.content);
        assertThat(stored().pieces()).containsExactly(alice.content);
        assertThat(stored().sequences()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void theEmptyContentIsAContent() {
        send(alice.whole(""));
        assertHeadIs(alice.newest(), ByteString.EMPTY);
        send(alice.prepend("first"));
        assertHeadIs(alice.newest(), ByteString.copyFromUtf8("first"));
    }

    @Test
    void aRenewalKeepsTheContentAndWritesNoPiece() {
        send(alice.whole("hello"));
        send(alice.prepend("more, "));
        Stored before = stored();
        assertThat(send(alice.renew())).isEqualTo(at(alice.newest()));
        assertHeadIs(alice.newest(), ByteString.copyFromUtf8("more, hello"));
        assertThat(stored().pieces()).isEqualTo(before.pieces());
        assertThat(stored().head().orElseThrow().content())
                .isEqualTo(before.head().orElseThrow().content());
    }

    @Test
    void aNewValueWithoutContentMeansThatTheContentIsInTheCas() {
        send(alice.whole("hello"));
        alice.sign(ByteString.copyFromUtf8("in the CAS"));
        send(alice.update().build());
        assertHeadIs(alice.newest(), ByteString.EMPTY);
        assertThat(stored().head().orElseThrow().content()).isEmpty();
        assertThat(stored().pieces()).isEmpty();
        send(alice.whole("here again"));
        assertHeadIs(alice.newest(), alice.content);
    }

    @Test
    void aRetryOfTheHeadIsSuccessAndChangesNothing() {
        NameUpdate first = alice.whole("hello");
        NameUpdate second = alice.prepend("more, ");
        send(first);
        send(second);
        Stored before = stored();
        assertThat(send(second)).isEqualTo(at(alice.newest()));
        assertThat(send(second.toBuilder().clearContent().clearPrepend().build()))
                .isEqualTo(at(alice.newest()));
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void aRetryOfAnAncestorIsSuccessAndTellsWhereTheHeadIs() {
        NameUpdate first = alice.whole("hello");
        NameUpdate second = alice.prepend("more, ");
        send(first);
        send(second);
        send(alice.renew());
        Stored before = stored();
        assertThat(send(first)).isEqualTo(at(alice.newest()));
        assertThat(send(second)).isEqualTo(at(alice.newest()));
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void aKnownRecordIsSuccessAlsoAfterItExpired() {
        SignedRecord expired = alice.sign(ByteString.EMPTY, InProcessNs.NOW.minusSeconds(1));
        SignedRecord valid = alice.sign(ByteString.EMPTY);
        send(alice.update(valid).addAncestor(expired.envelope()).build());
        assertThat(send(alice.update(expired).build())).isEqualTo(at(valid));
    }

    @Test
    void aKnownRecordCountsByWhatIsSignedAndTheFirstEnvelopeStays() throws Exception {
        NameUpdate first = alice.whole("hello");
        send(first);
        ByteString altered = IpnsEntry.parseFrom(first.getRecord()).toBuilder()
                .setSignatureV1(ByteString.copyFromUtf8("not looked at"))
                .build()
                .toByteString();
        Stored before = stored();
        assertThat(send(first.toBuilder().setRecord(altered).build())).isEqualTo(at(alice.newest()));
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void contentThatWasNotHereIsStoredWithTheKnownRecord() {
        NameUpdate first = alice.whole("hello");
        send(first.toBuilder().clearContent().build()); // Somebody else brought the record alone.
        assertHeadIs(alice.newest(), ByteString.EMPTY);
        assertThat(send(first)).isEqualTo(at(alice.newest()));
        assertHeadIs(alice.newest(), alice.content);
        send(alice.prepend("more, "));
        assertHeadIs(alice.newest(), alice.content);
    }

    @Test
    void theFirstContentOfANameIsStoredWithTheKnownRecordAlsoWhenItSaysPrepend() {
        NameUpdate first = alice.prepend("hello");
        send(first.toBuilder().clearContent().clearPrepend().build());
        send(first);
        assertHeadIs(alice.newest(), alice.content);
    }

    @Test
    void contentThatIsNotThatOfTheKnownRecordIsRefused() {
        NameUpdate first = alice.whole("hello");
        send(first.toBuilder().clearContent().build());
        Stored before = stored();
        NameUpdate other =
                first.toBuilder().setContent(ByteString.copyFromUtf8("other")).build();
        assertRefused(Reason.CONTENT_MISMATCH, "content", () -> send(other));
        assertRefused(
                Reason.CONTENT_ABSENT,
                "content",
                () -> send(other.toBuilder().setPrepend(true).build()));
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void aValueThatIsNoAddressOfOursIsAPointerLikeAnyOther() {
        Draft other =
                Draft.plain(alice.key, 1, ByteString.EMPTY).with("Value", ByteString.copyFromUtf8("/ipns/example.org"));
        send(alice.update(other.envelope()).build());
        assertHeadIs(other.record(), ByteString.EMPTY);
        assertRefused(
                Reason.CONTENT_MISMATCH,
                "content",
                () -> send(alice.update(other.envelope())
                        .setContent(ByteString.EMPTY)
                        .build()));
    }

    @Test
    void theLongestContentIsTaken() {
        ByteString longest = ByteString.copyFrom(new byte[1 << 20]);
        send(alice.whole(longest));
        assertThat(ns.fetch(alice).getData()).isEqualTo(longest);
        assertThat(Address.of(longest)).isEqualTo(alice.newest().address().orElseThrow());
    }

    @Test
    void theLongestRecordIsTaken() {
        Draft draft = Draft.chained(alice.key, 1, alice.newestId(), ByteString.EMPTY);
        int spare = SignedRecord.MAX_BYTES
                - draft.with("pad", ByteString.EMPTY).envelope().size();
        ByteString envelope =
                draft.with("pad", ByteString.copyFrom(new byte[spare - 4])).envelope();
        assertThat(envelope.size()).isBetween(SignedRecord.MAX_BYTES - 4, SignedRecord.MAX_BYTES);
        send(alice.update(envelope).build());
        assertThat(ns.fetch(alice).getRecord()).isEqualTo(envelope);
    }
}
