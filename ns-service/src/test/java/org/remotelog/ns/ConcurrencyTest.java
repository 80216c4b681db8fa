package org.remotelog.ns;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Reason;
import org.remotelog.format.RecordId;
import org.remotelog.format.SignedRecord;
import org.remotelog.proto.ns.Content;
import org.remotelog.proto.ns.NameUpdate;
import org.remotelog.proto.ns.Response;

/** Many writers at the same time. */
class ConcurrencyTest {
    private static final int WRITERS = 16;
    private static final int ROUNDS = 25;

    @RegisterExtension
    static final InProcessNs ns = new InProcessNs();

    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** What became of an update: the answer, or the head that was in the way. */
    private record Outcome(SignedRecord sent, boolean accepted, ByteString head) {}

    private static Outcome send(SignedRecord record, NameUpdate update) {
        try {
            Response response = ns.client().update(update);
            return new Outcome(record, true, response.getData());
        } catch (StatusRuntimeException e) {
            Status status = StatusProto.fromThrowable(e);
            assertThat(ErrorDetails.reason(status)).as("%s", status).contains(Reason.HEAD_MOVED);
            ByteString head =
                    ErrorDetails.find(status, Content.class).orElseThrow().getRecord();
            return new Outcome(
                    record, false, SignedRecord.verify(record.name(), head).id().hash());
        }
    }

    @Test
    void ofWritersOnOneNameOneWinsARoundAndTheOthersAreToldWhichHead() throws Exception {
        Alice alice = new Alice();
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        RecordId head = RecordId.NONE;
        for (int round = 1; round <= ROUNDS; round++) {
            List<Future<Outcome>> sent = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                ByteString content = ByteString.copyFromUtf8(round + " " + writer);
                SignedRecord record =
                        Draft.chained(alice.key, round, head, content).record();
                NameUpdate update = alice.update(record).setContent(content).build();
                sent.add(threads.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return send(record, update);
                }));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> future : sent) {
                outcomes.add(future.get(30, TimeUnit.SECONDS));
            }
            List<Outcome> winners = outcomes.stream().filter(Outcome::accepted).toList();
            assertThat(winners).hasSize(1);
            head = winners.get(0).sent().id();
            assertThat(outcomes).extracting(Outcome::head).containsOnly(head.hash());
        }
        assertThat(ns.stored(alice.key.name()).sequences()).hasSize(ROUNDS);
        assertThat(ns.stored(alice.key.name()).pieces()).hasSize(1);
    }

    @Test
    void writersOfManyNamesShareSyncsAndLoseNothing() throws Exception {
        long syncsBefore = ns.meters.get("store.commit").timer().count();
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        List<Alice> writers = new ArrayList<>();
        List<Future<?>> running = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            Alice alice = new Alice();
            writers.add(alice);
            running.add(threads.submit(() -> {
                start.await(30, TimeUnit.SECONDS);
                for (int i = 0; i < ROUNDS; i++) {
                    ns.client().update(alice.prepend(i + " "));
                }
                return null;
            }));
        }
        for (Future<?> future : running) {
            future.get(60, TimeUnit.SECONDS);
        }
        for (Alice alice : writers) {
            assertThat(ns.fetch(alice).getData()).isEqualTo(alice.content);
            assertThat(ns.stored(alice.key.name()).sequences()).hasSize(ROUNDS);
        }
        long syncs = ns.meters.get("store.commit").timer().count() - syncsBefore;
        assertThat(syncs).as("for %s updates", WRITERS * ROUNDS).isLessThan(WRITERS * ROUNDS / 2);
    }
}
