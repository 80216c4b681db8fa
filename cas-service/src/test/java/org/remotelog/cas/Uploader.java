package org.remotelog.cas;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.WriteRequest;
import org.remotelog.proto.cas.WriteResponse;

/** A client of Write that sends piece by piece, no faster than the server takes them. */
final class Uploader implements ClientResponseObserver<WriteRequest, WriteResponse> {
    private static final long TIMEOUT_SECONDS = 60;

    private final CompletableFuture<WriteResponse> answer = new CompletableFuture<>();
    private final Semaphore ready = new Semaphore(0);
    private final ByteString content;
    private final ByteString uploadId;

    @SuppressWarnings("NullAway.Init") // Set by beforeStart, before the call begins.
    private ClientCallStreamObserver<WriteRequest> call;

    private long offset;

    /** Begins a stream that sends a content from an offset on. */
    Uploader(Channel channel, ByteString uploadId, ByteString content, long offset) {
        this.content = content;
        this.uploadId = uploadId;
        this.offset = offset;
        CASGrpc.newStub(channel).write(this);
    }

    /** Sends the first piece, which names the upload. */
    Uploader first(int bytes) throws InterruptedException {
        return send(WriteRequest.newBuilder()
                .setUploadId(uploadId)
                .setAddress(InProcessCas.address(content))
                .setSize(content.size())
                .setOffset(offset)
                .setData(next(bytes))
                .build());
    }

    /** Sends the next piece. */
    Uploader piece(int bytes) throws InterruptedException {
        return send(
                WriteRequest.newBuilder().setOffset(offset).setData(next(bytes)).build());
    }

    /** Sends everything that is left in pieces of a length. */
    Uploader rest(int bytes) throws InterruptedException {
        while (offset < content.size() && !answer.isDone()) {
            piece((int) Math.min(bytes, content.size() - offset));
        }
        return this;
    }

    /** Sends any message. */
    Uploader send(WriteRequest message) throws InterruptedException {
        while (!call.isReady() && !answer.isDone()) {
            ready.tryAcquire(1, TimeUnit.SECONDS);
        }
        call.onNext(message);
        return this;
    }

    /** Ends the stream. */
    Uploader end() {
        call.onCompleted();
        return this;
    }

    /** Breaks the stream. */
    void cut() {
        call.cancel("cut", null);
    }

    /** Waits for the answer; throws what the call failed with. */
    WriteResponse answer() throws Exception {
        try {
            return answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    private ByteString next(int bytes) {
        ByteString data = content.substring((int) offset, (int) offset + bytes);
        offset += bytes;
        return data;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WriteRequest> started) {
        call = started;
        call.setOnReadyHandler(ready::release);
    }

    @Override
    public void onNext(WriteResponse value) {
        answer.complete(value);
    }

    @Override
    public void onError(Throwable t) {
        answer.completeExceptionally(t);
    }

    @Override
    public void onCompleted() {}
}
