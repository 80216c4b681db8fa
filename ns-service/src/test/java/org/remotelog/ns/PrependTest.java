package org.remotelog.ns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.server.testing.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.remotelog.format.Reason;
import org.remotelog.format.SignedRecord;
import org.remotelog.ns.InProcessNs.Stored;
import org.remotelog.ns.head.Limits;
import org.remotelog.ns.store.HeldContent;
import org.remotelog.proto.ns.Content;
import org.remotelog.proto.ns.NameUpdate;
import org.remotelog.proto.ns.Query;

/** What goes in front: sent by writers, and answered to readers. */
class PrependTest {
    private static final int MAX_HEAD = 200;
    private static final int MAX_PIECES = 4;

    @RegisterExtension
    static final InProcessNs ns = new InProcessNs(new Limits(MAX_HEAD, MAX_PIECES));

    private final Alice alice = new Alice();

    private void send(NameUpdate update) {
        ns.client().update(update);
    }

    private Stored stored() {
        return ns.stored(alice.key.name());
    }

    private void refused(Reason reason, String field, NameUpdate update) {
        Stored before = stored();
        assertRefused(reason, field, () -> send(update));
        assertThat(stored()).isEqualTo(before);
    }

    private Content fetchSince(int sequence) {
        return ns.client()
                .fetch(Query.newBuilder()
                        .setName(alice.name())
                        .setNewerThan(sequence)
                        .setRecordId(alice.record(sequence).id().hash())
                        .setAcceptPrepend(true)
                        .build());
    }

    private void assertDelta(int since, String expected) {
        Content delta = fetchSince(since);
        assertThat(delta.getPrepend()).isTrue();
        assertThat(delta.getData().toStringUtf8()).isEqualTo(expected);
        assertThat(delta.getRecord()).isEqualTo(alice.newest().envelope());
        assertThat(delta.getSequence()).isEqualTo(alice.newest().sequence());
    }

    private void assertWhole(int since) {
        Content whole = fetchSince(since);
        assertThat(whole.getPrepend()).isFalse();
        assertThat(whole.getData()).isEqualTo(alice.content);
    }

    @Test
    void anAppendStoresItsOwnBytesAndTheJoinedOnesAreServed() {
        send(alice.whole("a"));
        send(alice.prepend("bb"));
        send(alice.prepend("ccc"));
        assertThat(stored().pieces().stream().map(ByteString::toStringUtf8)).containsExactly("ccc", "bb", "a");
        assertThat(ns.fetch(alice).getData().toStringUtf8()).isEqualTo("cccbba");
    }

    @Test
    void aReaderThatHoldsAnOlderContentGetsWhatGoesInFront() {
        send(alice.whole("a"));
        send(alice.prepend("b"));
        send(alice.prepend("c"));
        assertDelta(1, "cb");
        assertDelta(2, "c");
        assertThat(fetchSince(3).getUnchanged()).isTrue();
    }

    @Test
    void whoDoesNotAcceptItGetsTheWhole() {
        send(alice.whole("a"));
        send(alice.prepend("b"));
        Content whole = ns.client()
                .fetch(Query.newBuilder().setName(alice.name()).setNewerThan(1).build());
        assertThat(whole.getPrepend()).isFalse();
        assertThat(whole.getData().toStringUtf8()).isEqualTo("ba");
    }

    @Test
    void aReaderNeedNotNameItsRecord() {
        send(alice.whole("a"));
        send(alice.prepend("b"));
        Content delta = ns.client()
                .fetch(Query.newBuilder()
                        .setName(alice.name())
                        .setNewerThan(1)
                        .setAcceptPrepend(true)
                        .build());
        assertThat(delta.getPrepend()).isTrue();
        assertThat(delta.getData().toStringUtf8()).isEqualTo("b");
    }

    @Test
    void aReaderWithAnotherRecordThereGetsTheWhole() {
        send(alice.whole("a"));
        send(alice.prepend("b"));
        Content whole = ns.client()
                .fetch(Query.newBuilder()
                        .setName(alice.name())
                        .setNewerThan(1)
                        .setRecordId(alice.record(2).id().hash())
                        .setAcceptPrepend(true)
                        .build());
        assertThat(whole.getPrepend()).isFalse();
        assertThat(whole.getData().toStringUtf8()).isEqualTo("ba");
    }

    @Test
    void renewalsAreNoObstacle() {
        send(alice.whole("a"));
        send(alice.renew());
        assertDelta(1, "");
        send(alice.prepend("b"));
        send(alice.renew());
        assertDelta(1, "b");
        assertDelta(2, "b");
        assertDelta(3, "");
    }

    @Test
    void aReplacedContentIsAnsweredAsAWhole() {
        send(alice.whole("a"));
        send(alice.prepend("b"));
        send(alice.whole("c"));
        send(alice.prepend("d"));
        assertWhole(1);
        assertWhole(2);
        assertDelta(3, "d");
    }

    @Test
    void aContentThatWasAwayIsAnsweredAsAWhole() {
        send(alice.whole("a"));
        alice.sign(ByteString.copyFromUtf8("ba"));
        send(alice.update().build());
        send(alice.update().setContent(alice.content).build());
        send(alice.prepend("c"));
        assertWhole(1);
        assertDelta(2, "c");
    }

    @Test
    void aSequenceThatIsNotStoredGetsTheWhole() {
        alice.sign(ByteString.EMPTY);
        send(alice.whole("a"));
        send(alice.prepend("b"));
        assertWhole(1);
        assertDelta(2, "b");
    }

    @Test
    void tooManyPiecesAreWrittenAsOneAndReadersDoNotNotice() {
        send(alice.whole("0"));
        for (int i = 1; i <= 2 * MAX_PIECES; i++) {
            send(alice.prepend(i + " "));
            assertThat(stored().pieces()).hasSizeLessThanOrEqualTo(MAX_PIECES);
            assertThat(ByteString.copyFrom(stored().pieces())).isEqualTo(alice.content);
            assertThat(ns.fetch(alice).getData()).isEqualTo(alice.content);
            assertDelta(i, i + " ");
        }
        assertDelta(MAX_PIECES - 1, "8 7 6 5 4 3 ");
    }

    @Test
    void theBytesThatAnAppendWritesDoNotGrowWithTheHead() {
        send(alice.whole(ByteString.copyFrom(new byte[150])));
        send(alice.prepend("b"));
        HeldContent before = stored().head().orElseThrow().content().orElseThrow();
        send(alice.prepend("c"));
        HeldContent after = stored().head().orElseThrow().content().orElseThrow();
        assertThat(after.stack()).as("the old pieces stay where they are").isEqualTo(before.stack());
        assertThat(stored().pieces().get(0).toStringUtf8()).isEqualTo("c");
    }

    @Test
    void onANewNameThereIsNothingToBePutInFrontOf() {
        send(alice.prepend("a"));
        assertThat(ns.fetch(alice).getData().toStringUtf8()).isEqualTo("a");
    }

    @Test
    void nothingMayBePutInFront() {
        send(alice.whole("a"));
        Optional<HeldContent> before = stored().head().orElseThrow().content();
        send(alice.prepend(""));
        assertThat(ns.fetch(alice).getData().toStringUtf8()).isEqualTo("a");
        assertThat(stored().head().orElseThrow().content()).isEqualTo(before);
    }

    @Test
    void overAContentThatIsNotHereIsRefused() {
        NameUpdate first = alice.whole("a");
        send(first.toBuilder().clearContent().build());
        NameUpdate second = alice.prepend("b");
        refused(Reason.CONTENT_ABSENT, "content", second);
        send(second.toBuilder().clearPrepend().setContent(alice.content).build());
        assertThat(ns.fetch(alice).getData()).isEqualTo(alice.content);
    }

    @Test
    void whatDoesNotJoinToTheValueIsRefused() {
        send(alice.whole("a"));
        NameUpdate second = alice.prepend("b");
        refused(
                Reason.CONTENT_MISMATCH,
                "content",
                second.toBuilder().setContent(ByteString.copyFromUtf8("c")).build());
        refused(
                Reason.CONTENT_MISMATCH,
                "content",
                second.toBuilder().setContent(alice.content).build()); // It is the whole already.
        refused(
                Reason.CONTENT_MISMATCH,
                "content",
                second.toBuilder().clearPrepend().build());
        send(second);
    }

    @Test
    void joinedAHeadIsAsLongAsItMayBeAndNotMore() {
        send(alice.whole(ByteString.copyFrom(new byte[MAX_HEAD - 10])));
        send(alice.prepend(ByteString.copyFrom(new byte[10])));
        SignedRecord full = alice.newest();
        refused(Reason.MALFORMED_CONTENT, "content", alice.prepend("b"));
        assertThat(ns.fetch(alice).getSequence()).isEqualTo(full.sequence());
    }

    @Test
    void prependWithoutContentIsMalformed() {
        send(alice.whole("a"));
        refused(
                Reason.MALFORMED_REQUEST,
                "prepend",
                alice.renew().toBuilder().setPrepend(true).build());
    }

    @Test
    void plainRecordsMayPrependToo() {
        ByteString a = ByteString.copyFromUtf8("a");
        ByteString b = ByteString.copyFromUtf8("b");
        send(alice.update(Draft.plain(alice.key, 1, a).envelope()).setContent(a).build());
        Draft second = Draft.plain(alice.key, 1, b.concat(a)).validUntil(Draft.VALIDITY.plusSeconds(1));
        send(alice.update(second.envelope()).setContent(b).setPrepend(true).build());
        assertThat(ns.fetch(alice).getData().toStringUtf8()).isEqualTo("ba");
        assertThat(stored().pieces()).containsExactly(b, a);
    }
}
