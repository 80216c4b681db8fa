package org.remotelog.cas.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;

/** What every engine must do with whole contents and their index. */
public abstract class ContentStoreContract {
    private static final Blob ONE = Blob.of(ByteString.copyFromUtf8("one"));
    private static final Blob TWO = Blob.of(ByteString.copyFromUtf8("two"));
    private static final Blob THREE = Blob.of(ByteString.copyFromUtf8("three"));

    private ContentStore store;
    private Inventory inventory;

    /** Opens the store that was opened last, or a fresh one. */
    protected abstract Stores open() throws Exception;

    /** Closes what was opened. */
    protected abstract void close();

    @BeforeEach
    final void openStore() throws Exception {
        Stores stores = open();
        store = stores.reads().contents();
        inventory = stores.inventory();
    }

    @AfterEach
    final void closeStore() {
        close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 4095, 4096, 100_000, 4 << 20})
    void aContentOfAnySizeIsReadBackAsItWas(int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Blob blob = Blob.of(ByteString.copyFrom(bytes));
        assertThat(await(store.add(List.of(blob)))).isEqualTo(1);
        assertThat(await(store.get(blob.address()))).contains(blob.data());
    }

    @Test
    void whatIsNotStoredIsNotFound() throws Exception {
        assertThat(await(store.get(ONE.address()))).isEmpty();
    }

    @Test
    void addingWhatExistsWritesNothing() throws Exception {
        assertThat(await(store.add(List.of(ONE, TWO)))).isEqualTo(2);
        assertThat(await(store.add(List.of(TWO, THREE)))).isEqualTo(1);
        assertThat(await(store.add(List.of(ONE, TWO, THREE)))).isZero();
    }

    @Test
    void aContentTwiceInOneCallIsWrittenOnce() throws Exception {
        assertThat(await(store.add(List.of(ONE, ONE)))).isEqualTo(1);
        assertThat(await(store.get(ONE.address()))).contains(ONE.data());
    }

    @Test
    void theIndexIsExactAndAnswersInTheOrderGiven() throws Exception {
        await(store.add(List.of(TWO, THREE)));
        assertThat(await(store.find(addresses(THREE, ONE, TWO)))).containsExactly(entry(THREE), entry(TWO));
        assertThat(await(store.find(addresses(ONE)))).isEmpty();
        assertThat(await(store.find(Set.of()))).isEmpty();
    }

    @Test
    void ofManyAsManyAreAnsweredAsFitAndOneAtLeast() throws Exception {
        List<Blob> blobs = IntStream.range(0, 10)
                .mapToObj(i -> Blob.of(ByteString.copyFromUtf8("blob " + i).concat(ByteString.copyFrom(new byte[94]))))
                .toList();
        await(store.add(blobs));
        List<Address> addresses = new ArrayList<>(List.of(ONE.address()));
        blobs.forEach(blob -> addresses.add(blob.address()));
        assertThat(await(store.getSome(addresses, 10_000)))
                .hasSize(11)
                .containsEntry(ONE.address(), new Lookup.Absent())
                .containsEntry(
                        blobs.get(9).address(), new Lookup.Found(blobs.get(9).data()));
        assertThat(await(store.getSome(addresses, 300)).values())
                .filteredOn(Lookup.Found.class::isInstance)
                .hasSize(3);
        assertThat(await(store.getSome(addresses.subList(1, 3), 1))).hasSize(1);
    }

    @Test
    void theTotalsCountWhatIsAddedAndWhatGoesToQuarantine() throws Exception {
        assertThat(await(inventory.totals())).isEqualTo(Totals.NONE);
        await(store.add(List.of(ONE, THREE)));
        await(store.add(List.of(ONE, new Blob(TWO.address(), ONE.data()))));
        assertThat(await(inventory.totals())).isEqualTo(new Totals(3, 11, 0));
        await(inventory.quarantine(TWO.address(), Optional.empty(), "why"));
        assertThat(await(inventory.totals())).isEqualTo(new Totals(2, 8, 1));
        await(store.add(List.of(TWO)));
        assertThat(await(inventory.totals())).isEqualTo(new Totals(3, 11, 1));
    }

    @Test
    void allEntriesCanBeWalkedThroughPageByPage() throws Exception {
        List<Blob> blobs = IntStream.range(0, 25)
                .mapToObj(i -> Blob.of(ByteString.copyFromUtf8("blob " + i)))
                .sorted(Comparator.comparing(Blob::address))
                .toList();
        await(store.add(blobs));
        List<Entry> walked = new ArrayList<>();
        Optional<ByteString> from = Optional.empty();
        do {
            EntryPage page = await(inventory.entries(from, 10));
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(10);
            assertThat(page.damage()).isEmpty();
            walked.addAll(page.entries());
            from = page.next();
        } while (from.isPresent());
        assertThat(walked)
                .containsExactlyElementsOf(
                        blobs.stream().map(blob -> entry(blob).getValue()).toList());
    }

    @Test
    void anEntryThatDoesNotMatchGoesToQuarantineAndCanBeAddedAgain() throws Exception {
        await(store.add(List.of(new Blob(ONE.address(), TWO.data()))));
        assertThat(await(store.get(ONE.address()))).contains(TWO.data());

        assertThat(await(inventory.quarantine(ONE.address(), Optional.empty(), "it is another one")))
                .isTrue();

        assertThat(await(store.get(ONE.address()))).isEmpty();
        assertThat(await(store.find(addresses(ONE)))).isEmpty();
        assertThat(await(inventory.entries(Optional.empty(), 10)).entries()).isEmpty();
        assertThat(await(inventory.quarantined(Optional.empty(), 10)))
                .singleElement()
                .satisfies(kept -> {
                    assertThat(kept.address()).isEqualTo(ONE.address());
                    assertThat(kept.kept()).isEqualTo(3);
                    assertThat(kept.why()).isEqualTo("it is another one");
                });
        assertThat(await(store.add(List.of(ONE)))).isEqualTo(1);
        assertThat(await(store.get(ONE.address()))).contains(ONE.data());
    }

    @Test
    void anEntryThatMatchesOrIsNotThereIsLeftAlone() throws Exception {
        await(store.add(List.of(ONE)));
        assertThat(await(inventory.quarantine(ONE.address(), Optional.empty(), "no")))
                .isFalse();
        assertThat(await(store.get(ONE.address()))).contains(ONE.data());
        assertThat(await(inventory.quarantine(TWO.address(), Optional.empty(), "no")))
                .isFalse();
        assertThat(await(inventory.quarantined(Optional.empty(), 10))).isEmpty();
    }

    @Test
    void everythingIsThereAfterAReopening() throws Exception {
        List<Blob> blobs = IntStream.range(0, 200)
                .mapToObj(i ->
                        Blob.of(ByteString.copyFromUtf8("blob " + i).concat(ByteString.copyFrom(new byte[i * 50]))))
                .toList();
        await(store.add(blobs));
        await(store.add(List.of(new Blob(ONE.address(), TWO.data()))));
        await(inventory.quarantine(ONE.address(), Optional.empty(), "no"));
        close();
        store = open().reads().contents();
        for (Blob blob : blobs) {
            assertThat(await(store.get(blob.address()))).contains(blob.data());
        }
        assertThat(await(store.add(blobs))).isZero();
        assertThat(await(store.find(addresses(ONE)))).isEmpty();
    }

    @Test
    void ofTheSameContentAddedByManyAtOnceOneIsWritten() throws Exception {
        List<CompletionStage<Integer>> adds = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            adds.add(store.add(List.of(i % 2 == 0 ? ONE : TWO)));
        }
        int written = 0;
        for (CompletionStage<Integer> add : adds) {
            written += await(add);
        }
        assertThat(written).isEqualTo(2);
    }

    @Test
    void afterCloseEverythingIsRefused() {
        close();
        List<CompletionStage<?>> calls = List.of(
                store.add(List.of(ONE)),
                store.get(ONE.address()),
                store.find(addresses(ONE)),
                store.getSome(List.of(ONE.address()), 1),
                inventory.entries(Optional.empty(), 1),
                inventory.quarantine(ONE.address(), Optional.empty(), "no"));
        for (CompletionStage<?> call : calls) {
            assertThatThrownBy(() -> await(call))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            RemoteLogException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.DRAINING));
        }
    }

    private static Map.Entry<Address, Entry> entry(Blob blob) {
        return Map.entry(blob.address(), new Entry(blob.address(), blob.data().size(), Optional.empty()));
    }

    private static Set<Address> addresses(Blob... blobs) {
        Set<Address> addresses = new LinkedHashSet<>();
        for (Blob blob : blobs) {
            addresses.add(blob.address());
        }
        return addresses;
    }

    static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
