package org.remotelog.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchesTest {
    @Test
    void aLongInputIsCutIntoFullBatchesInOrder() throws Exception {
        List<ByteString> written =
                IntStream.range(0, 2500).mapToObj(BatchesTest::body).toList();
        List<List<ByteString>> batches = all(started(queueOf(written)));
        assertThat(batches).allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(Batches.MAX_MESSAGES));
        assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(written);
    }

    @Test
    void whatIsThereIsAnsweredWhileTheInputStaysOpen() throws Exception {
        QueuedBodies typed = new QueuedBodies();
        Batches batches = started(typed);
        typed.add(body(1));
        assertThat(batches.next()).containsExactly(body(1));
        typed.add(body(2));
        assertThat(batches.next()).containsExactly(body(2));
    }

    @Test
    void longBodiesAreReadAheadByOneBatchOnly() throws Exception {
        AtomicInteger read = new AtomicInteger();
        ByteString mebibyte = ByteString.copyFrom(new byte[1 << 20]);
        Bodies endless = new Bodies() {
            @Override
            public ByteString next() {
                read.incrementAndGet();
                return mebibyte;
            }

            @Override
            public void close() {}
        };
        Batches batches = started(endless);
        await().atMost(10, SECONDS).until(() -> read.get() == 5); // Four are a batch, the fifth waits for room.
        assertThat(batches.next()).hasSize(4);
        await().atMost(10, SECONDS).until(() -> read.get() == 9);
        batches.end();
    }

    @Test
    void whatCameBeforeAFailureIsAnsweredFirst() throws Exception {
        QueuedBodies broken = queueOf(List.of(body(1)));
        broken.failure = new IOException("disk on fire");
        Batches batches = started(broken);
        assertThat(batches.next()).containsExactly(body(1));
        assertThatThrownBy(batches::next)
                .isInstanceOf(CliException.class)
                .hasMessage("cannot read the input: disk on fire");
    }

    @Test
    void afterAnEndWhatWasReadIsAnsweredAndNoMore() throws Exception {
        QueuedBodies typed = new QueuedBodies();
        Batches batches = started(typed);
        typed.add(body(1));
        typed.add(body(2));
        await().atMost(10, SECONDS).until(typed::isEmpty); // The first is collected before the second is taken.
        batches.end();
        typed.add(body(3));
        assertThat(all(batches).stream().flatMap(List::stream))
                .startsWith(body(1))
                .doesNotContain(body(3));
    }

    private static ByteString body(int number) {
        return ByteString.copyFromUtf8("body " + number);
    }

    private static Batches started(Bodies bodies) {
        Batches batches = new Batches(bodies);
        batches.start();
        return batches;
    }

    private static List<List<ByteString>> all(Batches batches) throws InterruptedException {
        List<List<ByteString>> all = new ArrayList<>();
        for (List<ByteString> batch = batches.next(); !batch.isEmpty(); batch = batches.next()) {
            all.add(batch);
        }
        return all;
    }

    private static QueuedBodies queueOf(List<ByteString> bodies) {
        QueuedBodies queue = new QueuedBodies();
        bodies.forEach(queue::add);
        queue.ends = true;
        return queue;
    }

    /** Bodies that somebody types. */
    private static final class QueuedBodies implements Bodies {
        private final BlockingQueue<ByteString> queue = new LinkedBlockingQueue<>();
        private volatile boolean ends;
        private volatile @Nullable IOException failure;

        void add(ByteString body) {
            queue.add(body);
        }

        boolean isEmpty() {
            return queue.isEmpty();
        }

        @Override
        public @Nullable ByteString next() throws IOException {
            if (ends && queue.isEmpty()) {
                if (failure != null) {
                    throw failure;
                }
                return null;
            }
            try {
                return queue.take();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() {}
    }
}
