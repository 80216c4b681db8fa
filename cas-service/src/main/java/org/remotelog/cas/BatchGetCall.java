package org.remotelog.cas;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.proto.cas.BatchGetResponse;
import org.remotelog.proto.cas.BatchGetResponse.Item;
import org.remotelog.proto.cas.Content;
import org.remotelog.server.ErrorMapper;
import org.remotelog.server.PacedCall;
import org.remotelog.server.Workers;

/** One BatchGet: packs items into frames, at the pace of its client, so that a slow reader costs the memory of one frame. */
final class BatchGetCall implements PacedCall.Sink<Item> {
    /** The tag and the length of an item. */
    private static final int FRAMING_BYTES = 5;

    private final Cas cas;
    private final Workers workers;
    private final ErrorMapper errors;
    private final Collection<ByteString> addresses;
    private final ServerCallStreamObserver<BatchGetResponse> client;
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
        this.addresses = addresses;
        this.client = client;
    }

    void start() {
        new PacedCall<>(workers, client, addresses.iterator(), this::look, this).start();
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

    @Override
    public void accept(Item item) {
        int bytes = item.getSerializedSize() + FRAMING_BYTES;
        if (frame.getItemCount() > 0 && frameBytes + bytes > cas.limits().maxBatchBytes()) {
            end();
        }
        frame.addItem(item);
        frameBytes += bytes;
    }

    @Override
    public void end() {
        if (frame.getItemCount() > 0) {
            client.onNext(frame.build());
            frame = BatchGetResponse.newBuilder();
            frameBytes = 0;
        }
    }
}
