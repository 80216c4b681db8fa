package org.remotelog.server;

import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.remotelog.proto.cas.Address;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.Content;

/** A service whose answers a test decides. {@code Get} is not offered. */
final class FakeCas extends CASGrpc.CASImplBase implements Service {
    static final Function<Content, CompletionStage<Address>> ACCEPTING =
            content -> CompletableFuture.completedFuture(Address.getDefaultInstance());

    final AtomicBoolean closed = new AtomicBoolean();
    volatile Function<Content, CompletionStage<Address>> add = ACCEPTING;

    @Override
    public void add(Content request, StreamObserver<Address> observer) {
        Answers.unary(add.apply(request), observer);
    }

    @Override
    public List<BindableService> handlers() {
        return List.of(this);
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
