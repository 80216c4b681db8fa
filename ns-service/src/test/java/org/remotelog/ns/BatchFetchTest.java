package org.remotelog.ns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.remotelog.server.testing.Refusals.assertRefused;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.remotelog.format.Reason;
import org.remotelog.proto.ns.BatchQuery;
import org.remotelog.proto.ns.Content;
import org.remotelog.proto.ns.Query;

class BatchFetchTest {
    @RegisterExtension
    static final InProcessNs ns = new InProcessNs();

    private static Query query(Alice alice) {
        return Query.newBuilder().setName(alice.name()).build();
    }

    private static List<Content> fetch(Query... queries) {
        return fetch(List.of(queries));
    }

    private static List<Content> fetch(List<Query> queries) {
        return ImmutableList.copyOf(ns.client()
                .batchFetch(BatchQuery.newBuilder().addAllQuery(queries).build()));
    }

    private static Alice published(String content) {
        Alice alice = new Alice();
        ns.client().update(alice.whole(content));
        return alice;
    }

    @Test
    void eachQueryIsAnsweredAsFetchDoesInTheOrderAsked() {
        Alice one = published("one");
        Alice two = published("two");
        ns.client().update(two.prepend("more "));
        Query delta =
                query(two).toBuilder().setNewerThan(1).setAcceptPrepend(true).build();
        Query unchanged = query(one).toBuilder().setNewerThan(1).build();
        List<Query> queries = List.of(query(two), delta, query(one), unchanged, query(two));
        assertThat(fetch(queries))
                .isEqualTo(queries.stream().map(ns.client()::fetch).toList());
    }

    @Test
    void aNameThatFailsFailsAloneAndHasItsNameAndStatusOnly() {
        Alice known = published("known");
        Alice unknown = new Alice();
        List<Content> answers = fetch(
                query(unknown),
                query(known),
                Query.newBuilder().setName("nobody").build(),
                Query.newBuilder().setName("n".repeat(1000)).build(),
                query(known).toBuilder()
                        .setRecordId(ByteString.copyFromUtf8("short"))
                        .build(),
                query(known));
        assertRefused(Reason.NAME_UNKNOWN, "name", answers.get(0).getStatus());
        assertThat(answers.get(0).toBuilder().clearStatus().build())
                .isEqualTo(Content.newBuilder().setName(unknown.name()).build());
        assertRefused(Reason.MALFORMED_NAME, "name", answers.get(2).getStatus());
        assertThat(answers.get(2).getName()).isEqualTo("nobody");
        assertThat(answers.get(3).getName()).isEqualTo("n".repeat(100));
        assertRefused(Reason.MALFORMED_REQUEST, "record_id", answers.get(4).getStatus());
        assertThat(answers.get(4).toBuilder().clearStatus().build())
                .isEqualTo(Content.newBuilder().setName(known.name()).build());
        assertThat(answers.get(1)).isEqualTo(ns.fetch(known)).isEqualTo(answers.get(5));
    }

    @Test
    void aFailedNameIsAnsweredInBase36() {
        Alice unknown = new Alice();
        for (String form : NameForms.of(unknown.key.name())) {
            assertThat(fetch(Query.newBuilder().setName(form).build()).get(0).getName())
                    .isEqualTo(unknown.name());
        }
    }

    @Test
    void nothingAskedIsNothingAnswered() {
        assertThat(fetch()).isEmpty();
    }

    @Test
    void aBatchHasAtMostTenThousandQueries() {
        Query query = query(published("often"));
        assertThat(fetch(Collections.nCopies(NsHandler.MAX_QUERIES, query)))
                .hasSize(NsHandler.MAX_QUERIES)
                .containsOnly(ns.client().fetch(query));
        assertRefused(
                Reason.MALFORMED_REQUEST, "query", () -> fetch(Collections.nCopies(NsHandler.MAX_QUERIES + 1, query)));
    }

    @Test
    void aSlowReaderIsWaitedForAndGetsEverything() throws Exception {
        Query query = query(published("x".repeat(100_000)));
        SlowReader reader = new SlowReader();
        ns.asyncClient()
                .batchFetch(
                        BatchQuery.newBuilder()
                                .addAllQuery(Collections.nCopies(50, query))
                                .build(),
                        reader);
        double before = lookUps();
        for (int i = 1; i <= 50; i++) {
            reader.call.request(1);
            int received = i;
            await().pollInterval(Duration.ofMillis(1)).until(() -> reader.received.size() == received);
            assertThat(lookUps() - before).as("not looked up ahead").isLessThanOrEqualTo(i);
        }
        reader.done.get(30, TimeUnit.SECONDS);
        assertThat(reader.received).hasSize(50).containsOnly(100_000);
    }

    @Test
    void aReaderThatGoesAwayIsNoError() throws Exception {
        Query query = query(published("y".repeat(100_000)));
        SlowReader reader = new SlowReader();
        ns.asyncClient()
                .batchFetch(
                        BatchQuery.newBuilder()
                                .addAllQuery(Collections.nCopies(50, query))
                                .build(),
                        reader);
        reader.call.request(1);
        reader.call.cancel("enough", null);
        assertThat(catchThrowable(() -> reader.done.get(30, TimeUnit.SECONDS)))
                .hasRootCauseMessage("CANCELLED: enough");
        assertThat(fetch(query)).hasSize(1);
    }

    /** How often the content of a head was taken from memory. */
    private static double lookUps() {
        return ns.meters
                .get("cache.gets")
                .tags("cache", "head-contents", "result", "hit")
                .functionCounter()
                .count();
    }

    /** Takes what it asks for, and nothing by itself. */
    private static final class SlowReader implements ClientResponseObserver<BatchQuery, Content> {
        final List<Integer> received = Collections.synchronizedList(new ArrayList<>());
        final CompletableFuture<Void> done = new CompletableFuture<>();
        ClientCallStreamObserver<BatchQuery> call;

        @Override
        public void beforeStart(ClientCallStreamObserver<BatchQuery> stream) {
            call = stream;
            stream.disableAutoRequestWithInitial(0);
        }

        @Override
        public void onNext(Content content) {
            received.add(content.getData().size());
        }

        @Override
        public void onError(Throwable failure) {
            done.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            done.complete(null);
        }
    }
}
