package org.remotelog.cas;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.proto.cas.BatchGetResponse;
import org.remotelog.proto.cas.BatchGetResponse.Item;
import org.remotelog.proto.cas.Content;
import org.remotelog.server.ErrorMapper;
import org.remotelog.server.Workers;

/**
 * One BatchGet: builds a frame only when the client is ready for it, so that a slow reader costs the
 * memory of one frame. One thread at a time works on it, {@link #working} says whether one does.
 */
final class BatchGetCall {
    /** The tag and the length of an item. */
    private static final int FRAMING_BYTES = 5;

    private final Cas cas;
    private final Workers workers;
    private final ErrorMapper errors;
    private final Iterator<ByteString> remaining;
    private final ServerCallStreamObserver<BatchGetResponse> client;
    private final AtomicBoolean working = new AtomicBoolean();
    private BatchGetResponse.Builder frame = BatchGetResponse.newBuilder();
    private long frameBytes;

    BatchGetCall(
            Cas cas,
            Workers workers,
            ErrorMapper errors,
            Collection<ByteString> addresses,
            ServerCallStreamObserver<BatchGetResponse> client) {
        this.cas = cas;
        this.workers = workers;
        this.errors = errors;
        this.remaining = addresses.iterator();
        this.client = client;
    }

    void start() {
        client.setOnCancelHandler(() -> {}); // The work sees it; without a handler, gRPC would throw into it.
        client.setOnReadyHandler(this::resume);
    }

    /** Called on the event loop whenever the client becomes ready. */
    private void resume() {
        if (working.compareAndSet(false, true)) {
            workers.submit(() -> {
                        work();
                        return true;
                    })
                    .exceptionally(failure -> {
                        client.onError(failure);
                        return false;
                    });
        }
    }

    private void work() {
        while (!client.isCancelled() && (client.isReady() || !pause())) {
            if (!remaining.hasNext()) {
                send();
                client.onCompleted();
                return;
            }
            CompletableFuture<Item> item = look(remaining.next()).toCompletableFuture();
            if (!item.isDone()) {
                item.thenAccept(found -> {
                            append(found);
                            work();
                        })
                        .exceptionally(failure -> {
                            client.onError(failure);
                            return null;
                        });
                return;
            }
            append(item.join());
        }
    }

    /** Stops working until the client is ready again; false when it already is, and nobody else has resumed. */
    private boolean pause() {
        working.set(false);
        return !client.isReady() || !working.compareAndSet(false, true);
    }

    /** Looks one address up; a failure is the item's. */
    private CompletionStage<Item> look(ByteString id) {
        Item.Builder item = Item.newBuilder()
                .setAddress(org.remotelog.proto.cas.Address.newBuilder().setId(id));
        return find(id).handle((data, failure) -> failure == null
                ? item.setContent(Content.newBuilder().setData(data)).build()
                : item.setStatus(errors.toStatus(failure, "CAS.BatchGet")).build());
    }

    private CompletionStage<ByteString> find(ByteString id) {
        try {
            return cas.get(new Address(id)).thenApply(this::fitting);
        } catch (RemoteLogException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private ByteString fitting(ByteString data) {
        int max = cas.limits().maxBatchBytes();
        if (data.size() > max) {
            throw new RemoteLogException(
                    Reason.USE_READ, "a frame has at most " + max + " bytes, not " + data.size() + ": use CAS.Read");
        }
        return data;
    }

    private void append(Item item) {
        int bytes = item.getSerializedSize() + FRAMING_BYTES;
        if (frame.getItemCount() > 0 && frameBytes + bytes > cas.limits().maxBatchBytes()) {
            send();
        }
        frame.addItem(item);
        frameBytes += bytes;
    }

    private void send() {
        if (frame.getItemCount() > 0) {
            client.onNext(frame.build());
            frame = BatchGetResponse.newBuilder();
            frameBytes = 0;
        }
    }
}
