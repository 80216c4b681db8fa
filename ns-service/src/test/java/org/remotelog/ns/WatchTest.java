package org.remotelog.ns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.remotelog.server.testing.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Reason;
import org.remotelog.ns.head.Limits;
import org.remotelog.proto.ns.Content;
import org.remotelog.proto.ns.NameUpdate;
import org.remotelog.proto.ns.Query;

class WatchTest {
    private static final int MOST = 40;

    @RegisterExtension
    static final InProcessNs ns = new InProcessNs(Limits.DEFAULT, new WatchConfig(Duration.ZERO, MOST));

    @RegisterExtension
    static final InProcessNs beating = new InProcessNs(Limits.DEFAULT, new WatchConfig(Duration.ofMillis(50), MOST));

    private final Alice alice = new Alice();

    private Query.Builder query() {
        return Query.newBuilder().setName(alice.name());
    }

    private static Watcher watch(Query.Builder... queries) {
        return Watcher.of(
                ns.asyncClient(),
                List.of(queries).stream().map(Query.Builder::build).toList());
    }

    private Content.Builder head() {
        return Content.newBuilder()
                .setName(alice.name())
                .setSequence(alice.newest().sequence())
                .setRecord(alice.newest().envelope());
    }

    private Content whole() {
        return head().setData(alice.content).build();
    }

    private Content inFront(String piece) {
        return head().setData(ByteString.copyFromUtf8(piece)).setPrepend(true).build();
    }

    private static double gauge(String name) {
        return ns.meters.get(name).gauge().value();
    }

    @Test
    void theHeadIsAnsweredThenEachChangeAsWhatGoesInFront() throws Exception {
        ns.client().update(alice.whole("a"));
        try (Watcher bob = watch(query())) {
            assertThat(bob.next()).isEqualTo(whole());
            ns.client().update(alice.prepend("b"));
            assertThat(bob.next()).isEqualTo(inFront("b"));
            ns.client().update(alice.renew());
            assertThat(bob.next()).isEqualTo(inFront(""));
            ns.client().update(alice.whole("c"));
            assertThat(bob.next()).isEqualTo(whole());
            bob.assertSilent();
        }
    }

    @Test
    void whoHasSeenTheHeadIsToldSoAndThenWhatIsNew() throws Exception {
        ns.client().update(alice.whole("a"));
        Query.Builder seen =
                query().setNewerThan(1).setRecordId(alice.newestId().hash());
        Content unchanged = Content.newBuilder()
                .setName(alice.name())
                .setSequence(1)
                .setUnchanged(true)
                .build();
        try (Watcher holds = watch(seen.clone().setAcceptPrepend(true));
                Watcher doesNot = watch(seen)) {
            assertThat(holds.next()).isEqualTo(unchanged);
            assertThat(doesNot.next()).isEqualTo(unchanged);
            ns.client().update(alice.prepend("b"));
            assertThat(holds.next()).isEqualTo(inFront("b"));
            assertThat(doesNot.next()).isEqualTo(whole());
            ns.client().update(alice.prepend("c"));
            assertThat(holds.next()).isEqualTo(inFront("c"));
            assertThat(doesNot.next()).isEqualTo(inFront("c"));
        }
    }

    @Test
    void whoComesBackIsToldWhatWasNewMeanwhile() throws Exception {
        ns.client().update(alice.whole("a"));
        Query.Builder seen =
                query().setNewerThan(1).setRecordId(alice.newestId().hash()).setAcceptPrepend(true);
        ns.client().update(alice.prepend("b"));
        ns.client().update(alice.prepend("c"));
        try (Watcher bob = watch(seen)) {
            assertThat(bob.next()).isEqualTo(inFront("cb"));
        }
    }

    @Test
    void aNameThatNobodyPublishedIsUnknownUntilItsFirstHeadComes() throws Exception {
        try (Watcher bob = watch(query())) {
            Content unknown = bob.next();
            assertThat(unknown.getName()).isEqualTo(alice.name());
            assertRefused(Reason.NAME_UNKNOWN, "name", unknown.getStatus());
            bob.assertSilent();
            ns.client().update(alice.whole("a"));
            assertThat(bob.next()).isEqualTo(whole());
        }
    }

    @Test
    void whatIsNoNameLeavesTheOthersAlone() throws Exception {
        ns.client().update(alice.whole("a"));
        try (Watcher bob = watch(Query.newBuilder().setName("nobody"), query())) {
            Content malformed = bob.next();
            assertThat(malformed.getName()).isEqualTo("nobody");
            assertRefused(Reason.MALFORMED_NAME, "name", malformed.getStatus());
            assertThat(bob.next()).isEqualTo(whole());
            ns.client().update(alice.prepend("b"));
            assertThat(bob.next()).isEqualTo(inFront("b"));
        }
    }

    @Test
    void manyNamesComeOverOneStream() throws Exception {
        List<Alice> writers = new ArrayList<>();
        List<Query> queries = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Alice writer = new Alice();
            ns.client().update(writer.whole("first"));
            writers.add(writer);
            queries.add(Query.newBuilder().setName(writer.name()).build());
        }
        try (Watcher bob = Watcher.of(ns.asyncClient(), queries)) {
            for (Alice writer : writers) {
                assertThat(bob.next().getName()).isEqualTo(writer.name());
            }
            Collections.reverse(writers);
            for (Alice writer : writers) {
                ns.client().update(writer.prepend("then "));
                Content news = bob.next();
                assertThat(news.getName()).isEqualTo(writer.name());
                assertThat(news.getData().toStringUtf8()).isEqualTo("then ");
            }
        }
    }

    @Test
    void aSlowReaderGetsWhatIsNewestAndNothingInBetween() throws Exception {
        ns.client().update(alice.whole("0"));
        try (Watcher bob = watch(query())) {
            ByteString held = Watcher.join(bob.next(), ByteString.EMPTY);
            for (int i = 1; i <= 500; i++) {
                ns.client().update(alice.prepend(i + " "));
            }
            long last = 1;
            int messages = 0;
            while (last < 501) {
                Content message = bob.next();
                assertThat(message.getSequence()).isGreaterThan(last);
                last = message.getSequence();
                held = Watcher.join(message, held);
                messages++;
            }
            assertThat(held).isEqualTo(alice.content);
            assertThat(messages).as("messages for 500 changes").isLessThan(400);
            bob.assertSilent();
        }
    }

    @Test
    void whoeverWatchesWhileThereAreManyChangesMissesNoneAndSeesThemInOrder() throws Exception {
        ns.client().update(alice.whole("0"));
        ExecutorService threads = Executors.newFixedThreadPool(9);
        try {
            List<Future<ByteString>> readers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int delay = i;
                readers.add(threads.submit(() -> {
                    TimeUnit.MILLISECONDS.sleep(20L * delay);
                    try (Watcher bob = watch(query())) {
                        ByteString held = ByteString.EMPTY;
                        for (long last = 0; last < 301; ) {
                            Content message = bob.next();
                            assertThat(message.getSequence()).isGreaterThan(last);
                            last = message.getSequence();
                            held = Watcher.join(message, held);
                        }
                        return held;
                    }
                }));
            }
            for (int i = 1; i <= 300; i++) {
                ns.client().update(alice.prepend(i + " "));
            }
            for (Future<ByteString> reader : readers) {
                assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(alice.content);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aContentThatComesAfterItsRecordIsTold() throws Exception {
        ByteString content = ByteString.copyFromUtf8("late");
        NameUpdate record = alice.update(alice.sign(content)).build();
        ns.client().update(record);
        try (Watcher bob = watch(query())) {
            assertThat(bob.next()).isEqualTo(head().build());
            ns.client().update(record);
            bob.assertSilent();
            ns.client().update(record.toBuilder().setContent(content).build());
            assertThat(bob.next()).isEqualTo(whole());
        }
    }

    @Test
    void whoLeavesIsForgotten() throws Exception {
        await().until(() -> gauge("ns.watches") == 0);
        try (Watcher bob = watch(query(), query())) {
            bob.next();
            assertThat(gauge("ns.watches")).isEqualTo(1);
            assertThat(gauge("ns.watched.names")).isEqualTo(2);
        }
        await().until(() -> gauge("ns.watches") == 0 && gauge("ns.watched.names") == 0);
    }

    @Test
    void aWatchHasABound() throws Exception {
        try (Watcher bob =
                Watcher.of(ns.asyncClient(), Collections.nCopies(NsHandler.MAX_WATCHED + 1, query().build()))) {
            assertRefused(Reason.MALFORMED_REQUEST, "query", StatusProto.fromThrowable(bob.end()));
        }
    }

    @Test
    void soHaveAllTogether() throws Exception {
        await().until(() -> gauge("ns.watched.names") == 0);
        try (Watcher all = Watcher.of(ns.asyncClient(), Collections.nCopies(MOST, query().build()))) {
            all.next();
            try (Watcher oneMore = watch(query())) {
                Status refusal = assertRefused(Reason.OVERLOADED, null, StatusProto.fromThrowable(oneMore.end()));
                assertThat(ErrorDetails.find(refusal, RetryInfo.class)).isPresent();
            }
            assertThat(gauge("ns.watched.names")).isEqualTo(MOST);
        }
    }

    @Test
    void aSilentServerSaysThatItIsThere() throws Exception {
        beating.client().update(alice.whole("a"));
        try (Watcher bob = Watcher.of(beating.asyncClient(), query().build())) {
            assertThat(bob.next()).isEqualTo(whole());
            assertThat(bob.next()).isEqualTo(Content.getDefaultInstance());
            assertThat(bob.next()).isEqualTo(Content.getDefaultInstance());
        }
    }
}
