package org.remotelog.cas;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.remotelog.cas.content.UploadSession;
import org.remotelog.cas.content.Uploads;
import org.remotelog.cas.content.Uploads.Opened;
import org.remotelog.cas.store.UploadId;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.proto.cas.WriteRequest;
import org.remotelog.proto.cas.WriteResponse;

/**
 * One Write: asks for a message when the one before was taken, so that a fast client costs the memory of one message. gRPC calls
 * it from one thread at a time; what the last message has begun may still be under way when the client ends the stream.
 */
final class WriteCall implements StreamObserver<WriteRequest> {
    private final Uploads uploads;
    private final ServerCallStreamObserver<WriteResponse> client;
    private CompletionStage<Boolean> work = CompletableFuture.completedFuture(false); // Whether the whole is stored.
    private volatile @Nullable UploadSession session; // Opened by the first message.

    WriteCall(Uploads uploads, ServerCallStreamObserver<WriteResponse> client) {
        this.uploads = uploads;
        this.client = client;
    }

    /** Begins. Call it before the handler returns. */
    void start() {
        client.disableAutoRequest();
        client.setOnCancelHandler(() -> {}); // What is committed is kept for the next connection.
        client.request(1);
    }

    @Override
    public void onNext(WriteRequest message) {
        UploadSession opened = session;
        work = opened == null ? open(message) : send(opened, message);
        work.whenComplete((stored, failure) -> {
            if (failure != null) {
                client.onError(failure);
            } else if (!stored) {
                client.request(1);
            }
        });
    }

    private CompletionStage<Boolean> open(WriteRequest message) {
        UploadId id = Requests.at("upload_id", () -> new UploadId(message.getUploadId()));
        Address address = Requests.address(message.getAddress(), "address.id");
        return uploads.open(id, address, message.getSize(), message.getOffset()).thenCompose(opened -> {
            if (opened instanceof Opened.Sending sending) {
                session = sending.session();
                return send(sending.session(), message);
            }
            answer(address.bytes(), ((Opened.Stored) opened).size());
            return CompletableFuture.completedFuture(true);
        });
    }

    private CompletionStage<Boolean> send(UploadSession to, WriteRequest message) {
        return to.accept(message.getOffset(), message.getData()).thenApply(stored -> {
            if (stored) {
                answer(to.address().bytes(), to.size());
            }
            return stored;
        });
    }

    private void answer(ByteString address, long committed) {
        client.onNext(WriteResponse.newBuilder()
                .setAddress(org.remotelog.proto.cas.Address.newBuilder().setId(address))
                .setCommitted(committed)
                .build());
        client.onCompleted();
    }

    @Override
    public void onCompleted() {
        work.whenComplete((stored, failure) -> {
            if (failure == null && !stored) {
                end().exceptionally(incomplete -> {
                    client.onError(incomplete);
                    return false;
                });
            }
        });
    }

    private CompletionStage<Boolean> end() {
        UploadSession opened = session;
        return opened != null
                ? opened.endEarly()
                : CompletableFuture.failedFuture(new RemoteLogException(
                        Reason.MALFORMED_REQUEST,
                        "an upload begins with a message that has upload_id, address and size"));
    }

    @Override
    public void onError(Throwable cancelled) {} // Likewise: whoever comes back goes on.
}
