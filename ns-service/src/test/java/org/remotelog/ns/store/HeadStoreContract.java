package org.remotelog.ns.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.remotelog.format.RecordId;
import org.remotelog.format.SignedRecord;
import org.remotelog.ns.Draft;
import org.remotelog.ns.TestKey;
import org.remotelog.ns.store.HeldContent.Extent;

/** What every engine must do. A subclass gives the store that is open now, and may open it anew. */
public abstract class HeadStoreContract {
    private final TestKey key = new TestKey();

    /** The store. */
    protected abstract HeadStore store();

    /** Closes the store and opens it again. */
    protected abstract void reopen() throws Exception;

    private SignedRecord record(long sequence) {
        RecordId previous = sequence == 1 ? RecordId.NONE : RecordId.of(bytes("before " + sequence));
        return Draft.chained(key, sequence, previous, ByteString.EMPTY).record();
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    /** A head whose content is one piece. */
    private static HeadChange whole(Optional<Head> expected, SignedRecord record, String content) {
        long revision = HeadChange.revisionAfter(expected);
        HeldContent held = new HeldContent(revision, 1, new Extent(revision, content.length()));
        return new HeadChange(
                expected, new Head(revision, record, Optional.of(held)), List.of(), Optional.of(bytes(content)));
    }

    /** The same content with a piece in front. */
    private static HeadChange append(Head head, SignedRecord record, String piece) {
        HeldContent old = head.content().orElseThrow();
        Extent extent = new Extent(old.extent().lineage(), old.extent().length() + piece.length());
        HeldContent held = new HeldContent(old.stack(), old.pieces() + 1, extent);
        return new HeadChange(
                Optional.of(head),
                new Head(head.revision() + 1, record, Optional.of(held)),
                List.of(),
                Optional.of(bytes(piece)));
    }

    private static HeadChange withoutContent(Optional<Head> expected, SignedRecord record, SignedRecord... ancestors) {
        Head next = new Head(HeadChange.revisionAfter(expected), record, Optional.empty());
        return new HeadChange(expected, next, List.of(ancestors), Optional.empty());
    }

    private Head applied(HeadChange change) {
        assertThat(store().compareAndSet(change).toCompletableFuture().join()).contains(change.next());
        assertThat(head()).contains(change.next());
        return change.next();
    }

    private Optional<Head> head() {
        return store().head(key.name()).toCompletableFuture().join();
    }

    private List<StoredRecord> records(long from, int limit) {
        return store().records(key.name(), from, limit).toCompletableFuture().join();
    }

    private List<Long> sequences(long from, int limit) {
        return records(from, limit).stream()
                .map(stored -> stored.record().sequence())
                .toList();
    }

    private List<String> pieces(HeldContent content) {
        return store().pieces(key.name(), content).toCompletableFuture().join().stream()
                .map(ByteString::toStringUtf8)
                .toList();
    }

    @Test
    void aNameThatWasNeverSetHasNothing() {
        assertThat(head()).isEmpty();
        assertThat(records(0, 10)).isEmpty();
    }

    @Test
    void aHeadIsReadAsItWasSet() {
        Head head = applied(whole(Optional.empty(), record(1), "one"));
        Head read = head().orElseThrow();
        assertThat(read.record().envelope()).isEqualTo(head.record().envelope());
        assertThat(pieces(read.content().orElseThrow())).containsExactly("one");
        applied(withoutContent(Optional.of(head), record(2)));
    }

    @Test
    void theRecordOfAHeadStaysUnderItsSequenceWithTheExtentOfItsContent() {
        Head first = applied(whole(Optional.empty(), record(1), "one"));
        Head second = applied(append(first, record(2), "two "));
        applied(withoutContent(Optional.of(second), record(3)));
        List<StoredRecord> chain = records(0, 10);
        assertThat(chain.stream().map(stored -> stored.record().envelope()))
                .containsExactly(
                        record(1).envelope(), record(2).envelope(), record(3).envelope());
        assertThat(chain.stream().map(StoredRecord::extent))
                .containsExactly(Optional.of(new Extent(1, 3)), Optional.of(new Extent(1, 7)), Optional.empty());
    }

    @Test
    void recordsAreReadInOrderFromASequenceUpToALimit() {
        applied(withoutContent(Optional.empty(), record(300), record(2), record(255), record(256)));
        assertThat(sequences(0, 10)).containsExactly(2L, 255L, 256L, 300L);
        assertThat(sequences(3, 2)).containsExactly(255L, 256L);
        assertThat(sequences(256, 1)).containsExactly(256L);
        assertThat(sequences(257, 10)).containsExactly(300L);
        assertThat(sequences(301, 10)).isEmpty();
        assertThat(sequences(Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void theSmallestAndTheLargestSequenceHaveTheirPlace() {
        SignedRecord zero = Draft.plain(key, 0, ByteString.EMPTY).record();
        Head head = applied(withoutContent(Optional.empty(), zero));
        applied(withoutContent(Optional.of(head), record(Long.MAX_VALUE)));
        assertThat(sequences(0, 10)).containsExactly(0L, Long.MAX_VALUE);
        assertThat(sequences(Long.MAX_VALUE, 10)).containsExactly(Long.MAX_VALUE);
    }

    @Test
    void namesDoNotSeeEachOther() {
        Head head = applied(whole(Optional.empty(), record(1), "one"));
        TestKey other = new TestKey();
        assertThat(store().head(other.name()).toCompletableFuture().join()).isEmpty();
        assertThat(store().records(other.name(), 0, 10).toCompletableFuture().join())
                .isEmpty();
        assertThat(store().pieces(other.name(), head.content().orElseThrow())
                        .toCompletableFuture()
                        .join())
                .isEmpty();
    }

    @Test
    void piecesAreReadInTheOrderOfTheContent() {
        Head head = applied(whole(Optional.empty(), record(1), "0"));
        for (int i = 1; i < 300; i++) {
            head = applied(append(head, record(i + 1), i + " "));
        }
        List<String> expected = new ArrayList<>();
        IntStream.range(1, 300).forEach(i -> expected.add(0, i + " "));
        expected.add("0");
        assertThat(pieces(head.content().orElseThrow())).isEqualTo(expected);
    }

    @Test
    void aStackThatIsNoLongerTheHeadsIsGone() {
        Head first = applied(whole(Optional.empty(), record(1), "one"));
        Head second = applied(append(first, record(2), "two "));
        Head third = applied(whole(Optional.of(second), record(3), "three"));
        assertThat(pieces(second.content().orElseThrow())).isEmpty();
        assertThat(pieces(third.content().orElseThrow())).containsExactly("three");
        applied(withoutContent(Optional.of(third), record(4)));
        assertThat(pieces(third.content().orElseThrow())).isEmpty();
    }

    @Test
    void aPieceThatCameAfterTheHeadIsNotAmongItsPieces() {
        Head first = applied(whole(Optional.empty(), record(1), "one"));
        applied(append(first, record(2), "two "));
        assertThat(pieces(first.content().orElseThrow())).containsExactly("one");
    }

    @Test
    void aStepThatExpectsAnotherHeadChangesNothingAndTellsTheHead() {
        Head first = applied(whole(Optional.empty(), record(1), "one"));
        Head second = applied(append(first, record(2), "two "));
        for (HeadChange late : List.of(
                whole(Optional.empty(), record(9), "late"),
                append(first, record(9), "late "),
                withoutContent(Optional.of(first), record(9), record(8)))) {
            assertThat(store().compareAndSet(late).toCompletableFuture().join()).contains(second);
        }
        assertThat(head()).contains(second);
        assertThat(pieces(second.content().orElseThrow())).containsExactly("two ", "one");
        assertThat(sequences(0, 10)).containsExactly(1L, 2L);
    }

    @Test
    void aStepThatExpectsAHeadWhereThereIsNoneChangesNothing() {
        Head never = new Head(1, record(1), Optional.empty());
        HeadChange change = withoutContent(Optional.of(never), record(2));
        assertThat(store().compareAndSet(change).toCompletableFuture().join()).isEmpty();
        assertThat(head()).isEmpty();
    }

    @Test
    void theRevisionIsPartOfWhatIsExpected() {
        Head first = applied(withoutContent(Optional.empty(), record(1)));
        Head filled = applied(whole(Optional.of(first), record(1), "its content"));
        HeadChange late = withoutContent(Optional.of(first), record(2));
        assertThat(store().compareAndSet(late).toCompletableFuture().join()).contains(filled);
    }

    @Test
    void aStepMayBeRepeated() {
        HeadChange change = whole(Optional.empty(), record(1), "one");
        applied(change);
        Head head = applied(change);
        applied(append(head, record(2), "two "));
        assertThat(store().compareAndSet(change).toCompletableFuture().join()).contains(head().orElseThrow());
        assertThat(sequences(0, 10)).containsExactly(1L, 2L);
    }

    @Test
    void aPlainRecordThatIsReplacedByAPlainOneIsForgotten() {
        SignedRecord one = Draft.plain(key, 1, ByteString.EMPTY).record();
        SignedRecord five = Draft.plain(key, 5, ByteString.EMPTY).record();
        Head head = applied(withoutContent(Optional.empty(), one));
        head = applied(withoutContent(Optional.of(head), five));
        assertThat(sequences(0, 10)).containsExactly(5L);
        applied(withoutContent(Optional.of(head), record(6)));
        assertThat(sequences(0, 10)).containsExactly(5L, 6L);
    }

    @Test
    void ofStepsFromOneHeadAtTheSameTimeOneIsApplied() {
        Optional<Head> expected = Optional.empty();
        for (int round = 1; round <= 20; round++) {
            List<CompletableFuture<Optional<Head>>> steps = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                steps.add(store().compareAndSet(whole(expected, record(16L * round + i), "content " + i))
                        .toCompletableFuture());
            }
            List<Optional<Head>> results =
                    steps.stream().map(CompletableFuture::join).distinct().toList();
            assertThat(results).as("all are told the same head").hasSize(1);
            assertThat(head()).isEqualTo(results.get(0));
            expected = results.get(0);
        }
        assertThat(sequences(0, 1000)).hasSize(20);
    }

    @Test
    void whatWasAnsweredIsThereAfterAReopen() throws Exception {
        Head first = applied(whole(Optional.empty(), record(1), "one"));
        Head second = applied(append(first, record(2), "two "));
        reopen();
        assertThat(head()).contains(second);
        assertThat(sequences(0, 10)).containsExactly(1L, 2L);
        assertThat(pieces(second.content().orElseThrow())).containsExactly("two ", "one");
    }

    @Test
    void aChangeCountsItsRevision() {
        Head head = new Head(3, record(1), Optional.empty());
        assertThatThrownBy(() -> new HeadChange(Optional.empty(), head, List.of(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
