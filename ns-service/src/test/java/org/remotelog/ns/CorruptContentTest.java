package org.remotelog.ns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.server.testing.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Reason;
import org.remotelog.ns.store.Head;
import org.remotelog.ns.store.HeadChange;
import org.remotelog.ns.store.HeldContent;
import org.remotelog.ns.store.HeldContent.Extent;
import org.remotelog.proto.ns.Content;
import org.remotelog.proto.ns.NameUpdate;
import org.remotelog.proto.ns.Query;

/** A head whose stored content is not the one that its record signs. */
class CorruptContentTest {
    @RegisterExtension
    static final InProcessNs ns = new InProcessNs();

    private final Alice alice = new Alice();
    private NameUpdate last;

    @BeforeEach
    void storeWrongBytes() {
        last = alice.whole("right");
        put(ByteString.copyFromUtf8("wrong"), 5);
    }

    /** Past the rules, into the store. */
    private void put(ByteString piece, int length) {
        Optional<Head> before = ns.stored(alice.key.name()).head();
        long revision = HeadChange.revisionAfter(before);
        HeldContent held = new HeldContent(revision, 1, new Extent(revision, length));
        Head wrong = new Head(revision, alice.newest(), Optional.of(held));
        ns.store()
                .compareAndSet(new HeadChange(before, wrong, List.of(), Optional.of(piece)))
                .toCompletableFuture()
                .join();
    }

    private void assertCorrupt() {
        double before = ns.meters.get("ns.corrupt").counter().count();
        assertRefused(Reason.CONTENT_CORRUPT, null, () -> ns.fetch(alice));
        assertThat(ns.meters.get("ns.corrupt").counter().count()).isEqualTo(before + 1);
    }

    @Test
    void isNotServed() {
        assertCorrupt();
        put(ByteString.copyFromUtf8("right!"), 6);
        assertCorrupt();
        put(ByteString.copyFromUtf8("right"), 6);
        assertCorrupt();
        put(ByteString.copyFromUtf8("righ"), 5);
        assertCorrupt();
    }

    @Test
    void isNoObstacleToWhoNeedsNoContent() {
        Content unchanged = ns.client()
                .fetch(Query.newBuilder().setName(alice.name()).setNewerThan(1).build());
        assertThat(unchanged.getUnchanged()).isTrue();
    }

    @Test
    void isNotPutInFrontOf() {
        InProcessNs.Stored before = ns.stored(alice.key.name());
        NameUpdate append = alice.prepend("more ");
        assertRefused(Reason.CONTENT_CORRUPT, null, () -> ns.client().update(append));
        assertThat(ns.stored(alice.key.name())).isEqualTo(before);
    }

    @Test
    void isMendedByTheSameRecordWithItsContent() {
        ns.client().update(last);
        assertThat(ns.fetch(alice).getData()).isEqualTo(alice.content);
    }

    @Test
    void isMendedByANewHead() {
        ns.client().update(alice.whole("new"));
        assertThat(ns.fetch(alice).getData()).isEqualTo(alice.content);
    }

    @Test
    void doesNotKeepAWriterFromHearingThatTheHeadMoved() {
        ByteString lost = Draft.chained(alice.key, 5, alice.newestId(), ByteString.EMPTY)
                .with("_prev", ByteString.copyFrom(new byte[] {1}).concat(ByteString.copyFrom(new byte[31])))
                .envelope();
        var status = assertRefused(
                Reason.HEAD_MOVED,
                null,
                () -> ns.client().update(alice.update(lost).build()));
        Content head = ErrorDetails.find(status, Content.class).orElseThrow();
        assertThat(head.getRecord()).isEqualTo(alice.newest().envelope());
        assertThat(head.getData()).isEmpty();
    }
}
