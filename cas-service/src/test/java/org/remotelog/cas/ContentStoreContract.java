package org.remotelog.cas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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

/** What every engine must do. */
public abstract class ContentStoreContract {
    private static final Blob ONE = Blob.of(ByteString.copyFromUtf8("one"));
    private static final Blob TWO = Blob.of(ByteString.copyFromUtf8("two"));
    private static final Blob THREE = Blob.of(ByteString.copyFromUtf8("three"));

    private ContentStore store;

    /** Opens the store that was opened last, or a fresh one. */
    protected abstract ContentStore open() throws Exception;

    @BeforeEach
    final void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    final void closeStore() {
        store.close();
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
    void theMissingAreExactAndInTheOrderGiven() throws Exception {
        await(store.add(List.of(TWO)));
        assertThat(await(store.missing(addresses(THREE, TWO, ONE)))).containsExactly(THREE.address(), ONE.address());
        assertThat(await(store.missing(addresses(TWO)))).isEmpty();
        assertThat(await(store.missing(Set.of()))).isEmpty();
    }

    @Test
    void anEntryThatDoesNotMatchGoesToQuarantineAndCanBeAddedAgain() throws Exception {
        await(store.add(List.of(new Blob(ONE.address(), TWO.data()))));
        assertThat(await(store.get(ONE.address()))).contains(TWO.data());

        assertThat(await(store.quarantine(ONE.address()))).isTrue();

        assertThat(await(store.get(ONE.address()))).isEmpty();
        assertThat(await(store.missing(addresses(ONE)))).containsExactly(ONE.address());
        assertThat(await(store.add(List.of(ONE)))).isEqualTo(1);
        assertThat(await(store.get(ONE.address()))).contains(ONE.data());
    }

    @Test
    void anEntryThatMatchesOrIsNotThereIsLeftAlone() throws Exception {
        await(store.add(List.of(ONE)));
        assertThat(await(store.quarantine(ONE.address()))).isFalse();
        assertThat(await(store.get(ONE.address()))).contains(ONE.data());
        assertThat(await(store.quarantine(TWO.address()))).isFalse();
    }

    @Test
    void everythingIsThereAfterAReopening() throws Exception {
        List<Blob> blobs = IntStream.range(0, 200)
                .mapToObj(i ->
                        Blob.of(ByteString.copyFromUtf8("blob " + i).concat(ByteString.copyFrom(new byte[i * 50]))))
                .toList();
        await(store.add(blobs));
        await(store.add(List.of(new Blob(ONE.address(), TWO.data()))));
        await(store.quarantine(ONE.address()));
        store.close();
        store = open();
        for (Blob blob : blobs) {
            assertThat(await(store.get(blob.address()))).contains(blob.data());
        }
        assertThat(await(store.add(blobs))).isZero();
        assertThat(await(store.missing(addresses(ONE)))).containsExactly(ONE.address());
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
        store.close();
        List<CompletionStage<?>> calls = List.of(
                store.add(List.of(ONE)),
                store.get(ONE.address()),
                store.missing(addresses(ONE)),
                store.quarantine(ONE.address()));
        for (CompletionStage<?> call : calls) {
            assertThatThrownBy(() -> await(call))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            RemoteLogException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.DRAINING));
        }
    }

    private static Set<Address> addresses(Blob... blobs) {
        Set<Address> addresses = new LinkedHashSet<>();
        for (Blob blob : blobs) {
            addresses.add(blob.address());
        }
        return addresses;
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
