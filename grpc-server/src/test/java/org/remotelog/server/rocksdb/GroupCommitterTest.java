package org.remotelog.server.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.Longs;
import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;

class GroupCommitterTest {
    private static final Column HEADS = new Column("heads", Column.Values.SMALL);
    private static final ByteString KEY = ByteString.copyFromUtf8("key");
    private static final ByteString TOTAL = ByteString.copyFromUtf8("total");

    @TempDir
    Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CountDownLatch busy = new CountDownLatch(1);
    private final AtomicBoolean callerGone = new AtomicBoolean();
    private Database database;
    private GroupCommitter committer;

    @BeforeEach
    void open() {
        database = Database.open(
                new RocksConfig(directory, new DataFormat("test", 1), List.of(HEADS), TestStores.SMALL),
                directory.resolve("rocksdb"));
        committer = new GroupCommitter(database, () -> callerGone::get, meters);
    }

    @AfterEach
    void close() {
        busy.countDown();
        committer.close();
        database.close();
    }

    @Test
    void whatComesWhileTheDiskIsBusyIsCommittedInOneGroup() throws Exception {
        keepBusy();
        List<CompletionStage<Boolean>> writes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            writes.add(write(1));
        }
        busy.countDown();
        for (CompletionStage<Boolean> write : writes) {
            assertThat(await(write)).isTrue();
        }
        assertThat(meters.summary("store.commit.transactions").count()).isEqualTo(2);
        assertThat(meters.summary("store.commit.transactions").max()).isEqualTo(100);
    }

    @Test
    void whatTransactionsOfAGroupAddIsSummedAndWhatAFailedOneAddedIsNot() throws Exception {
        assertThat(await(add(7))).isTrue();
        keepBusy();
        List<CompletionStage<Boolean>> adds = new ArrayList<>(List.of(add(1), add(20), add(-3)));
        CompletionStage<Boolean> failed = committer.submit(1, batch -> {
            batch.add(HEADS, TOTAL, 1000);
            throw new IllegalStateException("no");
        });
        busy.countDown();
        for (CompletionStage<Boolean> add : adds) {
            assertThat(await(add)).isTrue();
        }
        assertThatThrownBy(() -> await(failed)).hasCauseInstanceOf(IllegalStateException.class);
        Optional<ByteString> total = database.pass(db -> db.view(true).get(HEADS, TOTAL));
        assertThat(total).contains(ByteString.copyFrom(Longs.toByteArray(25)));
    }

    private CompletionStage<Boolean> add(long change) {
        return committer.submit(1, batch -> {
            batch.put(HEADS, KEY, KEY);
            batch.add(HEADS, TOTAL, change);
            return true;
        });
    }

    @Test
    void moreTransactionsThanMayWaitAreTurnedAway() throws Exception {
        keepBusy();
        List<CompletionStage<Boolean>> accepted = new ArrayList<>();
        for (int i = 0; i < GroupCommitter.MAX_WAITING; i++) {
            accepted.add(write(1));
        }
        assertOverloaded(write(1));
        busy.countDown();
        for (CompletionStage<Boolean> write : accepted) {
            assertThat(await(write)).isTrue();
        }
        assertThat(await(write(1))).isTrue();
    }

    @Test
    void moreBytesThanMayWaitAreTurnedAway() throws Exception {
        keepBusy();
        CompletionStage<Boolean> accepted = write(GroupCommitter.MAX_WAITING_BYTES);
        assertOverloaded(write(1));
        busy.countDown();
        assertThat(await(accepted)).isTrue();
        assertThat(await(write(1))).isTrue();
    }

    @Test
    void aTransactionWhoseCallerIsGoneIsNotRun() throws Exception {
        keepBusy();
        AtomicBoolean ran = new AtomicBoolean();
        CompletionStage<Boolean> abandoned = committer.submit(1, batch -> {
            ran.set(true);
            return true;
        });
        callerGone.set(true);
        busy.countDown();
        assertThatThrownBy(() -> await(abandoned)).isInstanceOf(CancellationException.class);
        assertThat(ran).isFalse();
    }

    @Test
    void anErrorFailsItsGroupAndTheNextOneIsCommitted() throws Exception {
        CompletionStage<Boolean> failed = committer.submit(1, batch -> {
            batch.put(HEADS, KEY, KEY);
            throw new StackOverflowError();
        });
        assertThatThrownBy(() -> await(failed)).hasCauseInstanceOf(StackOverflowError.class);
        boolean written = database.pass(db -> db.view(true).get(HEADS, KEY).isPresent());
        assertThat(written).isFalse();
        assertThat(await(write(1))).isTrue();
    }

    @Test
    void aCommitThatFailsIsToldToEachOfItsGroup() {
        database.close();
        for (CompletionStage<Boolean> write : List.of(write(1), write(1))) {
            assertThatThrownBy(() -> await(write)).hasCauseInstanceOf(RemoteLogException.class);
        }
    }

    @Test
    void closeCommitsWhatWasAccepted() throws Exception {
        keepBusy();
        List<CompletionStage<Boolean>> accepted = List.of(write(1), write(1), write(1));
        CompletableFuture<Void> closing = CompletableFuture.runAsync(committer::close);
        busy.countDown();
        closing.get(10, TimeUnit.SECONDS);
        assertThat(accepted)
                .allSatisfy(write -> assertThat(write.toCompletableFuture()).isCompletedWithValue(true));
        assertThatThrownBy(() -> await(write(1)))
                .cause()
                .isInstanceOfSatisfying(
                        RemoteLogException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DRAINING));
    }

    /** Lets the committer wait in a transaction until {@link #busy} is counted down. */
    private void keepBusy() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        committer.submit(1, batch -> {
            begun.countDown();
            try {
                return busy.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private CompletionStage<Boolean> write(long bytes) {
        return committer.submit(bytes, batch -> {
            batch.put(HEADS, KEY, KEY);
            return true;
        });
    }

    private static void assertOverloaded(CompletionStage<Boolean> write) {
        assertThat(write.toCompletableFuture()).isCompletedExceptionally();
        assertThatThrownBy(() -> await(write))
                .cause()
                .isInstanceOfSatisfying(
                        RemoteLogException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OVERLOADED));
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
