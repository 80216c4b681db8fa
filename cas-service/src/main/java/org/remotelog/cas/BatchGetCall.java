package org.remotelog.cas;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.remotelog.cas.content.Cas;
import org.remotelog.cas.store.Lookup;
import org.remotelog.format.Address;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.proto.cas.BatchGetResponse;
import org.remotelog.proto.cas.BatchGetResponse.Item;
import org.remotelog.proto.cas.Content;
import org.remotelog.server.PacedCall;
import org.remotelog.server.Workers;

/**
 * One BatchGet: looks up what fits a frame, at the pace of its client, so that a slow reader costs the memory of one frame.
 */
final class BatchGetCall implements Iterator<List<Address>>, PacedCall.Sink<Map<Address, Lookup>> {
    /** More would make a slow reader cost more, and no reader faster. A longer content has a frame for itself. */
    private static final int FRAME_BYTES = 64 << 10;

    /** Short contents: bounds how long a thread is at it. */
    private static final int FRAME_ITEMS = 256;

    private final Cas cas;
    private final ServerCallStreamObserver<BatchGetResponse> client;
    private final Set<Address> remaining = new LinkedHashSet<>();
    private final BatchGetResponse.Builder malformed = BatchGetResponse.newBuilder();

    /**
     * @param ids what the client asks for, which need not be addresses
     */
    BatchGetCall(Cas cas, Collection<ByteString> ids, ServerCallStreamObserver<BatchGetResponse> client) {
        this.cas = cas;
        this.client = client;
        for (ByteString id : new LinkedHashSet<>(ids)) {
            try {
                remaining.add(new Address(id));
            } catch (RemoteLogException e) {
                malformed.addItem(refusal(id, e));
            }
        }
    }

    void start(Workers workers) {
        new PacedCall<>(
                        workers,
                        client,
                        this,
                        addresses -> cas.getSome(
                                addresses, Math.min(FRAME_BYTES, cas.limits().maxBatchBytes())),
                        this)
                .start();
    }

    @Override
    public boolean hasNext() {
        return !remaining.isEmpty();
    }

    @Override
    public List<Address> next() {
        return remaining.stream().limit(FRAME_ITEMS).toList();
    }

    @Override
    public void accept(Map<Address, Lookup> found) {
        BatchGetResponse.Builder frame = BatchGetResponse.newBuilder();
        found.forEach((address, lookup) -> {
            remaining.remove(address);
            frame.addItem(item(address.bytes(), lookup));
        });
        client.onNext(frame.build());
    }

    @Override
    public void end() {
        if (malformed.getItemCount() > 0) {
            client.onNext(malformed.build());
        }
    }

    private Item item(ByteString id, Lookup lookup) {
        if (lookup instanceof Lookup.Found found) {
            int max = cas.limits().maxBatchBytes();
            return found.data().size() <= max
                    ? Item.newBuilder()
                            .setAddress(message(id))
                            .setContent(Content.newBuilder().setData(found.data()))
                            .build()
                    : refusal(
                            id,
                            new RemoteLogException(
                                    Reason.USE_READ,
                                    "a frame has at most " + max + " bytes, not "
                                            + found.data().size() + ": use CAS.Read"));
        }
        if (lookup instanceof Lookup.Failed failed) {
            return refusal(id, failed.failure());
        }
        throw new IllegalStateException("absent contents have failed by now");
    }

    private static Item refusal(ByteString id, RemoteLogException why) {
        return Item.newBuilder()
                .setAddress(message(id))
                .setStatus(ErrorDetails.toStatus(why))
                .build();
    }

    private static org.remotelog.proto.cas.Address message(ByteString id) {
        return org.remotelog.proto.cas.Address.newBuilder().setId(id).build();
    }
}
