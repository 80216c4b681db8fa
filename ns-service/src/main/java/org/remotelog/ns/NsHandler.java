package org.remotelog.ns;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.ns.head.HeadMoved;
import org.remotelog.ns.head.History;
import org.remotelog.ns.head.NameSystem;
import org.remotelog.ns.head.Update;
import org.remotelog.ns.store.Head;
import org.remotelog.proto.ns.BatchQuery;
import org.remotelog.proto.ns.Content;
import org.remotelog.proto.ns.HistoryRequest;
import org.remotelog.proto.ns.NSGrpc;
import org.remotelog.proto.ns.NameUpdate;
import org.remotelog.proto.ns.Query;
import org.remotelog.proto.ns.Response;
import org.remotelog.proto.ns.SignedRecord;
import org.remotelog.proto.ns.WatchRequest;
import org.remotelog.server.Answers;
import org.remotelog.server.PacedCall;
import org.remotelog.server.Stages;
import org.remotelog.server.Workers;

/** Translates between gRPC and {@link NameSystem}. What it does not have answers NOT_OFFERED. */
final class NsHandler extends NSGrpc.NSImplBase {
    /** The most names of one BatchFetch: with all fields they still fit a message. */
    static final int MAX_QUERIES = 10_000;

    /** The most names of one Watch. */
    static final int MAX_WATCHED = 1000;

    private final NameSystem names;
    private final Workers workers;
    private final WatchCalls watches;
    private final HeadMessages messages;

    /**
     * @param workers look up what is streamed
     */
    NsHandler(NameSystem names, Workers workers, WatchCalls watches, HeadMessages messages) {
        this.names = names;
        this.workers = workers;
        this.watches = watches;
        this.messages = messages;
    }

    @Override
    public void update(NameUpdate request, StreamObserver<Response> observer) {
        Update update = new Update(
                request.getName(),
                request.getRecord(),
                request.hasContent() ? Optional.of(request.getContent()) : Optional.empty(),
                request.getPrepend(),
                request.getAncestorList(),
                request.getReplaces());
        Answers.unary(
                names.update(update).thenApply(NsHandler::response).exceptionallyCompose(NsHandler::withHead),
                observer);
    }

    @Override
    public void fetch(Query request, StreamObserver<Content> observer) {
        Answers.unary(find(request), observer);
    }

    @Override
    public void batchFetch(BatchQuery request, StreamObserver<Content> observer) {
        checkQueries("a batch", request.getQueryCount(), MAX_QUERIES);
        var client = (ServerCallStreamObserver<Content>) observer;
        new PacedCall<>(workers, client, request.getQueryList().iterator(), this::item, client::onNext).start();
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<Content> observer) {
        checkQueries("a watch", request.getQueryCount(), MAX_WATCHED);
        var client = (ServerCallStreamObserver<Content>) observer;
        new WatchCall(client, watches, messages).start(names, request.getQueryList());
    }

    @Override
    public void history(HistoryRequest request, StreamObserver<SignedRecord> observer) {
        History history = names.history(request.getName(), request.getFrom(), request.getContents());
        var client = (ServerCallStreamObserver<SignedRecord>) observer;
        new PacedCall<>(
                        workers,
                        client,
                        history,
                        history::find,
                        (Optional<History.Link> found) ->
                                found.map(NsHandler::signedRecord).ifPresent(client::onNext))
                .start();
    }

    private static void checkQueries(String what, int number, int most) {
        if (number > most) {
            throw new RemoteLogException(
                            Reason.MALFORMED_REQUEST, what + " has at most " + most + " queries, not " + number)
                    .at("query");
        }
    }

    private CompletionStage<Content> item(Query query) {
        return CompletableFuture.completedStage(query)
                .thenCompose(this::find)
                .exceptionally(failure -> messages.failed(query.getName(), failure, "NS.BatchFetch"));
    }

    private CompletionStage<Content> find(Query request) {
        return names.fetch(HeadMessages.query(request)).thenApply(HeadMessages::content);
    }

    private static SignedRecord signedRecord(History.Link link) {
        return SignedRecord.newBuilder()
                .setRecord(link.record().envelope())
                .setSequence(link.record().sequence())
                .setContent(link.content())
                .setMissing(link.missing())
                .build();
    }

    private static CompletionStage<Response> withHead(Throwable failure) {
        Throwable cause = Stages.causeOf(failure);
        return CompletableFuture.failedStage(cause instanceof HeadMoved moved ? HeadMovedDetail.attach(moved) : cause);
    }

    private static Response response(Head head) {
        return Response.newBuilder()
                .setData(head.record().id().hash())
                .setSequence(head.sequence())
                .build();
    }
}
