package org.remotelog.cas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.cas.InProcessCas.address;
import static org.remotelog.cas.InProcessCas.content;

import com.google.protobuf.ByteString;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.cas.content.Limits;
import org.remotelog.cas.store.ContentStore;
import org.remotelog.cas.store.Lookup;
import org.remotelog.format.Address;
import org.remotelog.proto.cas.BatchGetRequest;
import org.remotelog.proto.cas.BatchGetResponse;
import org.remotelog.proto.cas.CASGrpc;

class BatchGetCallTest {
    private static final int ITEMS = 60;
    private static final int ITEM_BYTES = 900;
    private static final int FRAME_BYTES = 2000;

    @TempDir
    Path directory;

    private final AtomicInteger looks = new AtomicInteger();
    private final ExecutorService elsewhere = Executors.newSingleThreadExecutor();
    private final Reader reader = new Reader();
    private volatile boolean fromDisk;
    private InProcessCas cas;

    @BeforeEach
    void start() throws Exception {
        cas = new InProcessCas(
                directory, new Limits(1000, 100, FRAME_BYTES, 10_000, Duration.ofDays(1)), CountingStore::new);
        for (int i = 0; i < ITEMS; i++) {
            cas.client.add(content(item(i)));
        }
    }

    @AfterEach
    void stop() {
        cas.close();
        elsewhere.shutdown();
    }

    @Test
    void aSlowReaderCostsNoMoreThanAFrame() {
        ask();
        reader.call.request(1);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> reader.frames.size() == 1);
        // Two items are with the reader; a third was looked up to see that it does not fit.
        Awaitility.await()
                .during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(10))
                .until(() -> looks.get() <= 3 && reader.frames.size() == 1);

        reader.call.request(ITEMS);
        assertThat(reader.end).succeedsWithin(Duration.ofSeconds(10));
        assertThat(reader.contents()).isEqualTo(all());
        assertThat(looks).hasValue(ITEMS);
    }

    @Test
    void contentsThatComeFromDiskArriveAsWell() {
        fromDisk = true;
        ask();
        reader.call.request(ITEMS);
        assertThat(reader.end).succeedsWithin(Duration.ofSeconds(10));
        assertThat(reader.contents()).isEqualTo(all());
    }

    @Test
    void framesAreFilledAndNoneIsLongerThanTheLimit() {
        ask();
        reader.call.request(ITEMS);
        assertThat(reader.end).succeedsWithin(Duration.ofSeconds(10));
        assertThat(reader.frames).hasSize(ITEMS / 2);
        assertThat(reader.frames)
                .allSatisfy(frame -> assertThat(frame.getSerializedSize()).isLessThanOrEqualTo(FRAME_BYTES));
    }

    @Test
    void aReaderThatGoesAwayEndsTheWork() {
        ask();
        reader.call.request(1);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> reader.frames.size() == 1);
        reader.call.cancel("enough", null);
        assertThat(reader.end).failsWithin(Duration.ofSeconds(10));
        Awaitility.await().during(Duration.ofMillis(300)).until(() -> looks.get() <= 3);
    }

    private void ask() {
        BatchGetRequest.Builder request = BatchGetRequest.newBuilder();
        for (int i = 0; i < ITEMS; i++) {
            request.addAddress(address(item(i)));
        }
        CASGrpc.newStub(cas.channel).batchGet(request.build(), reader);
    }

    private static ByteString item(int number) {
        byte[] bytes = new byte[ITEM_BYTES];
        bytes[0] = (byte) number;
        return ByteString.copyFrom(bytes);
    }

    private static Set<ByteString> all() {
        Set<ByteString> all = new HashSet<>();
        for (int i = 0; i < ITEMS; i++) {
            all.add(item(i));
        }
        return all;
    }

    private final class CountingStore extends ForwardingStore {
        CountingStore(ContentStore store) {
            super(store);
        }

        @Override
        public CompletionStage<Map<Address, Lookup>> getSome(List<Address> addresses, long maxBytes) {
            CompletionStage<Map<Address, Lookup>> found = super.getSome(addresses, maxBytes);
            found.thenAccept(some -> looks.addAndGet(some.size()));
            return fromDisk ? found.thenApplyAsync(some -> some, elsewhere) : found;
        }
    }

    /** Takes frames only as the test asks for them. */
    private static final class Reader implements ClientResponseObserver<BatchGetRequest, BatchGetResponse> {
        final List<BatchGetResponse> frames = new CopyOnWriteArrayList<>();
        final CompletableFuture<Boolean> end = new CompletableFuture<>();

        @SuppressWarnings("NullAway.Init") // Set by beforeStart, before the call begins.
        private ClientCallStreamObserver<BatchGetRequest> call;

        @Override
        public void beforeStart(ClientCallStreamObserver<BatchGetRequest> started) {
            call = started;
            call.disableAutoRequestWithInitial(0);
        }

        Set<ByteString> contents() {
            List<ByteString> contents = new ArrayList<>();
            frames.forEach(frame -> frame.getItemList()
                    .forEach(item -> contents.add(item.getContent().getData())));
            Set<ByteString> distinct = new HashSet<>(contents);
            assertThat(distinct).hasSameSizeAs(contents);
            return distinct;
        }

        @Override
        public void onNext(BatchGetResponse frame) {
            frames.add(frame);
        }

        @Override
        public void onError(Throwable t) {
            end.completeExceptionally(t);
        }

        @Override
        public void onCompleted() {
            end.complete(true);
        }
    }
}
