package org.remotelog.ns;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.remotelog.format.Address;
import org.remotelog.format.SignedRecord;
import org.remotelog.proto.ns.Content;
import org.remotelog.proto.ns.NSGrpc;
import org.remotelog.proto.ns.Query;
import org.remotelog.proto.ns.WatchRequest;

/** A client that watches, and takes a message when it is asked to. */
final class Watcher implements ClientResponseObserver<WatchRequest, Content>, AutoCloseable {
    private final BlockingQueue<Content> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Throwable> end = new CompletableFuture<>();
    private ClientCallStreamObserver<WatchRequest> call;

    private Watcher() {}

    static Watcher of(NSGrpc.NSStub stub, Query... queries) {
        return of(stub, List.of(queries));
    }

    static Watcher of(NSGrpc.NSStub stub, List<Query> queries) {
        Watcher watcher = new Watcher();
        stub.watch(WatchRequest.newBuilder().addAllQuery(queries).build(), watcher);
        return watcher;
    }

    /** The next message. */
    Content next() throws InterruptedException {
        call.request(1);
        Content content = messages.poll(20, TimeUnit.SECONDS);
        assertThat(content).as("a message in time").isNotNull();
        return content;
    }

    /** Asserts that there is none for a while. */
    void assertSilent() throws InterruptedException {
        call.request(1);
        assertThat(messages.poll(100, TimeUnit.MILLISECONDS)).isNull();
    }

    /** How the call ended. */
    Throwable end() throws Exception {
        return end.get(20, TimeUnit.SECONDS);
    }

    /** What the content is after a message, verified as a reader would. */
    static ByteString join(Content message, ByteString held) {
        ByteString content = message.getPrepend() ? message.getData().concat(held) : message.getData();
        SignedRecord record =
                SignedRecord.verify(org.remotelog.format.Name.parse(message.getName()), message.getRecord());
        assertThat(record.sequence()).isEqualTo(message.getSequence());
        assertThat(record.address()).contains(Address.of(content));
        return content;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchRequest> call) {
        this.call = call;
        call.disableAutoRequestWithInitial(0);
    }

    @Override
    public void onNext(Content content) {
        messages.add(content);
    }

    @Override
    public void onError(Throwable failure) {
        end.complete(failure);
    }

    @Override
    public void onCompleted() {
        end.complete(Status.OK.asRuntimeException());
    }

    @Override
    public void close() {
        call.cancel("enough", null);
    }
}
