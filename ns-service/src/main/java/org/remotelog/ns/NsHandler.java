package org.remotelog.ns;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.remotelog.format.Name;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.ns.head.Fetched;
import org.remotelog.ns.head.HeadMoved;
import org.remotelog.ns.head.NameSystem;
import org.remotelog.ns.head.Update;
import org.remotelog.ns.store.Head;
import org.remotelog.proto.ns.BatchQuery;
import org.remotelog.proto.ns.Content;
import org.remotelog.proto.ns.NSGrpc;
import org.remotelog.proto.ns.NameUpdate;
import org.remotelog.proto.ns.Query;
import org.remotelog.proto.ns.Response;
import org.remotelog.server.Answers;
import org.remotelog.server.ErrorMapper;
import org.remotelog.server.PacedCall;
import org.remotelog.server.Stages;
import org.remotelog.server.Workers;

/** Translates between gRPC and {@link NameSystem}. What it does not have answers NOT_OFFERED. */
final class NsHandler extends NSGrpc.NSImplBase {
    /** The most names of one BatchFetch. */
    static final int MAX_QUERIES = 1000;

    /** What is no name is repeated to whoever asked for it, up to here; a name has at most 65 characters. */
    private static final int MAX_ECHO_CHARS = 100;

    private final NameSystem names;
    private final Workers workers;
    private final ErrorMapper errors;

    /**
     * @param workers look up the items of BatchFetch
     * @param errors for these items
     */
    NsHandler(NameSystem names, Workers workers, ErrorMapper errors) {
        this.names = names;
        this.workers = workers;
        this.errors = errors;
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
        if (request.getQueryCount() > MAX_QUERIES) {
            throw new RemoteLogException(
                            Reason.MALFORMED_REQUEST,
                            "a batch has at most " + MAX_QUERIES + " queries, not " + request.getQueryCount())
                    .at("query");
        }
        var client = (ServerCallStreamObserver<Content>) observer;
        new PacedCall<>(workers, client, request.getQueryList().iterator(), this::item, client::onNext).start();
    }

    private CompletionStage<Content> item(Query query) {
        return CompletableFuture.completedStage(query)
                .thenCompose(this::find)
                .exceptionally(failure -> Content.newBuilder()
                        .setName(shown(query.getName()))
                        .setStatus(errors.toStatus(failure, "NS.BatchFetch"))
                        .build());
    }

    private CompletionStage<Content> find(Query request) {
        return names.fetch(new org.remotelog.ns.head.Query(
                        request.getName(), request.getNewerThan(), request.getAcceptPrepend(), request.getRecordId()))
                .thenApply(NsHandler::content);
    }

    private static Content content(Fetched fetched) {
        Head head = fetched.head();
        Content.Builder content =
                Content.newBuilder().setName(head.name().toString()).setSequence(head.sequence());
        return switch (fetched.kind()) {
            case UNCHANGED -> content.setUnchanged(true).build();
            case IN_FRONT, WHOLE ->
                content.setRecord(head.record().envelope())
                        .setData(fetched.data())
                        .setPrepend(fetched.kind() == Fetched.Kind.IN_FRONT)
                        .build();
        };
    }

    /** The name of an item that failed: whoever asked knows it again. */
    private static String shown(String asked) {
        try {
            return Name.parse(asked).toString();
        } catch (RemoteLogException e) {
            return asked.length() <= MAX_ECHO_CHARS ? asked : asked.substring(0, MAX_ECHO_CHARS);
        }
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
