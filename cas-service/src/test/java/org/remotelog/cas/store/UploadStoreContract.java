package org.remotelog.cas.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.remotelog.cas.store.ContentStoreContract.await;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;

/** What every engine must do with uploads, and with the segments that come of them. */
public abstract class UploadStoreContract {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final ByteString CONTENT = random(2 * Segment.BYTES + 100);
    private static final Address ADDRESS = Address.of(CONTENT);

    private Stores stores;
    private UploadStore uploads;

    /** Opens the store that was opened last, or a fresh one. */
    protected abstract Stores open() throws Exception;

    /** Closes what was opened. */
    protected abstract void close();

    @BeforeEach
    final void openStore() throws Exception {
        stores = open();
        uploads = stores.uploads();
    }

    @AfterEach
    final void closeStore() {
        close();
    }

    @Test
    void anUploadIsAsFarAsItsSegmentsAlsoAfterAReopening() throws Exception {
        Upload begun = begin(1);
        assertThat(await(uploads.find(begun.id()))).isEmpty();
        Upload further = append(begun, 1);
        assertThat(await(uploads.find(begun.id()))).contains(further);
        close();
        openStore();
        assertThat(await(uploads.find(begun.id()))).contains(further);
        assertThat(await(stores.reads().contents().find(Set.of(ADDRESS)))).isEmpty();
    }

    @Test
    void aFinishedUploadIsAContentWhoseSegmentsAreVerified() throws Exception {
        Upload whole = append(begin(1), 3);
        assertThat(await(uploads.finish(whole))).isTrue();
        assertThat(await(uploads.find(whole.id()))).contains(whole.finish());
        Entry entry = await(stores.reads().contents().find(Set.of(ADDRESS))).get(ADDRESS);
        assertThat(entry).isEqualTo(new Entry(ADDRESS, CONTENT.size(), Optional.of(whole.key())));
        assertThat(await(stores.inventory().entries(Optional.empty(), 10)).entries())
                .containsExactly(entry);
        assertThat(await(stores.inventory().totals())).isEqualTo(new Totals(1, CONTENT.size(), 0));
        for (long number = 0; number < 3; number++) {
            assertThat(await(segment(whole, number))).isEqualTo(data(number));
        }
        assertThat(await(stores.reads().contents().get(ADDRESS))).isEmpty();
    }

    @Test
    void aStepFromWhereTheUploadIsNotIsRefused() throws Exception {
        Upload begun = begin(1);
        Upload further = append(begun, 1);
        assertThat(await(uploads.append(begun, further, sealed(0, 1))))
                .as("begun by another")
                .isFalse();
        Upload other = begin(1);
        assertThat(await(uploads.append(other, other.advance(Segment.BYTES, NOW), sealed(0, 1))))
                .as("another with the same id")
                .isFalse();
        assertThat(await(uploads.finish(begun))).isFalse();
        assertThat(await(uploads.discard(begun))).isFalse();
        assertThat(await(uploads.find(begun.id()))).contains(further);
    }

    @Test
    void aDiscardedUploadLeavesNothing() throws Exception {
        Upload further = append(begin(1), 2);
        assertThat(await(uploads.discard(further))).isTrue();
        assertThat(await(uploads.find(further.id()))).isEmpty();
        assertThatThrownBy(() -> await(segment(further, 0)))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        RemoteLogException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONTENT_CORRUPT));
    }

    @Test
    void aFinishedUploadThatIsForgottenLeavesItsContent() throws Exception {
        Upload whole = append(begin(1), 3);
        await(uploads.finish(whole));
        assertThat(await(uploads.discard(whole.finish()))).isTrue();
        assertThat(await(uploads.find(whole.id()))).isEmpty();
        assertThat(await(segment(whole, 2))).isEqualTo(data(2));
    }

    @Test
    void ofTwoUploadsOfOneContentTheSecondTakesNothingFromTheFirst() throws Exception {
        Upload first = append(begin(1), 3);
        Upload second = append(begin(2), 3);
        await(uploads.finish(first));
        assertThat(await(uploads.finish(second))).isTrue();
        await(uploads.discard(second.finish()));
        assertThat(await(segment(first, 1))).isEqualTo(data(1));
        assertThat(await(stores.inventory().totals())).isEqualTo(new Totals(1, CONTENT.size(), 0));
        assertThatThrownBy(() -> await(segment(second, 1))).isInstanceOf(ExecutionException.class);
    }

    @Test
    void aSegmentInAnotherPlaceIsNoticed() throws Exception {
        Upload begun = begin(1);
        Upload further = begun.advance(2L * Segment.BYTES, NOW);
        await(uploads.append(
                begun, further, List.of(sealed(1, 2).get(0), sealed(0, 1).get(0))));
        assertThatThrownBy(() -> await(segment(further, 0)))
                .cause()
                .isInstanceOfSatisfying(
                        RemoteLogException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONTENT_CORRUPT));
    }

    @Test
    void uploadsAreListedPageByPage() throws Exception {
        for (int id = 1; id <= 5; id++) {
            append(begin(id), 1);
        }
        List<Upload> page = await(uploads.list(Optional.empty(), 3));
        assertThat(page).hasSize(3);
        assertThat(await(uploads.list(Optional.of(page.get(2).id()), 3)))
                .hasSize(2)
                .doesNotContainAnyElementsOf(page);
    }

    @Test
    void aContentInSegmentsGoesToQuarantineAsAWholeAndCanBeUploadedAgain() throws Exception {
        Upload whole = append(begin(1), 3);
        await(uploads.finish(whole));
        Inventory inventory = stores.inventory();
        assertThat(await(inventory.quarantine(ADDRESS, Optional.of(begin(9).key()), "other segments")))
                .isFalse();
        assertThat(await(inventory.quarantine(ADDRESS, Optional.of(whole.key()), "why")))
                .isTrue();
        assertThat(await(stores.reads().contents().find(Set.of(ADDRESS)))).isEmpty();
        assertThat(await(inventory.quarantined(Optional.empty(), 10)))
                .singleElement()
                .extracting(Quarantined::kept)
                .isEqualTo((long) CONTENT.size());
        Upload again = append(begin(2), 3);
        assertThat(await(uploads.finish(again))).isTrue();
        assertThat(await(segment(again, 0))).isEqualTo(data(0));
    }

    @Test
    void theScrubbersProgressIsRemembered() throws Exception {
        assertThat(await(stores.scrubs().load())).isEmpty();
        ScrubProgress progress = new ScrubProgress(Optional.of(ADDRESS.hash()), 3, 2, 1, Optional.of(NOW));
        await(stores.scrubs().save(progress));
        close();
        openStore();
        assertThat(await(stores.scrubs().load())).contains(progress);
        await(stores.scrubs().save(ScrubProgress.BEGINNING));
        assertThat(await(stores.scrubs().load())).contains(ScrubProgress.BEGINNING);
    }

    private Upload append(Upload before, int segments) throws Exception {
        long end = Math.min(CONTENT.size(), (long) segments * Segment.BYTES);
        Upload after = before.advance(end - before.committed(), NOW);
        assertThat(await(uploads.append(before, after, sealed(Segment.count(before.committed()), segments))))
                .isTrue();
        return after;
    }

    private CompletionStage<ByteString> segment(Upload upload, long number) {
        return stores.reads().segments().segment(ADDRESS, CONTENT.size(), upload.key(), number);
    }

    private static List<ByteString> sealed(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(number -> Segment.seal(ADDRESS, number, data(number)))
                .toList();
    }

    private static ByteString data(long number) {
        int begin = (int) number * Segment.BYTES;
        return CONTENT.substring(begin, begin + Segment.length(CONTENT.size(), number));
    }

    private static Upload begin(int id) {
        byte[] bytes = new byte[UploadId.BYTES];
        bytes[0] = (byte) id;
        return Upload.begin(
                new UploadId(ByteString.copyFrom(bytes)),
                ADDRESS,
                CONTENT.size(),
                new SegmentsKey(random(SegmentsKey.BYTES)),
                NOW);
    }

    private static ByteString random(int size) {
        byte[] bytes = new byte[size];
        new Random().nextBytes(bytes); // Any bytes do.
        return ByteString.copyFrom(bytes);
    }
}
