package org.remotelog.client;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.HashSet;
import java.util.Set;
import org.remotelog.format.Address;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.CapabilitiesRequest;
import org.remotelog.proto.cas.CapabilitiesResponse;
import org.remotelog.proto.cas.QueryWriteStatusRequest;
import org.remotelog.proto.cas.QueryWriteStatusResponse;
import org.remotelog.proto.cas.ReadRequest;
import org.remotelog.proto.cas.ReadResponse;
import org.remotelog.proto.cas.WriteRequest;
import org.remotelog.proto.cas.WriteResponse;

/** A CAS whose uploads and downloads of one content break off as a test likes. What it took before is committed. */
final class BreakingCas extends CASGrpc.CASImplBase {
    /** What it does with a Read. */
    interface Download {
        void serve(long offset, StreamObserver<ReadResponse> client);
    }

    private final ByteString content;
    private ByteString committed = ByteString.EMPTY;
    private final Set<ByteString> uploadIds = new HashSet<>();
    private Download download = (offset, client) -> {};
    private Address acknowledged;
    private RuntimeException failure = new IllegalStateException();
    private int breakAfter = Integer.MAX_VALUE;
    private int claimed = -1;
    private int uploads;
    private int downloads;
    private boolean taking = true;
    private boolean finishing = true;

    BreakingCas(ByteString content) {
        this.content = content;
        this.acknowledged = Address.of(content);
    }

    /** Each upload fails when it brought so many bytes. */
    synchronized void breakUploadsAfter(int bytes, RuntimeException how) {
        breakAfter = bytes;
        failure = how;
    }

    /** Uploads are never asked for a message. */
    synchronized void takeNothing() {
        taking = false;
    }

    /** The first upload to bring the last byte is committed, and not complete. */
    synchronized void forgetToFinish() {
        finishing = false;
    }

    synchronized void claimCommitted(int bytes) {
        claimed = bytes;
    }

    synchronized void acknowledge(Address address) {
        acknowledged = address;
    }

    synchronized void serve(Download how) {
        download = how;
    }

    synchronized ByteString stored() {
        return committed;
    }

    synchronized int uploads() {
        return uploads;
    }

    synchronized int downloads() {
        return downloads;
    }

    synchronized Set<ByteString> uploadIds() {
        return Set.copyOf(uploadIds);
    }

    @Override
    public void capabilities(CapabilitiesRequest request, StreamObserver<CapabilitiesResponse> client) {
        client.onNext(
                CapabilitiesResponse.newBuilder().setMaxWriteBytes(1L << 30).build());
        client.onCompleted();
    }

    @Override
    public synchronized void queryWriteStatus(
            QueryWriteStatusRequest request, StreamObserver<QueryWriteStatusResponse> client) {
        client.onNext(QueryWriteStatusResponse.newBuilder()
                .setCommitted(claimed < 0 ? committed.size() : claimed)
                .setComplete(finishing && committed.size() == content.size())
                .build());
        client.onCompleted();
    }

    @Override
    public synchronized StreamObserver<WriteRequest> write(StreamObserver<WriteResponse> client) {
        uploads++;
        if (!taking) {
            ((ServerCallStreamObserver<WriteResponse>) client).disableAutoRequest();
        }
        return new Upload(client);
    }

    @Override
    public synchronized void read(ReadRequest request, StreamObserver<ReadResponse> client) {
        downloads++;
        download.serve(request.getOffset(), client);
    }

    private final class Upload implements StreamObserver<WriteRequest> {
        private final StreamObserver<WriteResponse> client;
        private int taken;
        private boolean over;

        Upload(StreamObserver<WriteResponse> client) {
            this.client = client;
        }

        @Override
        public void onNext(WriteRequest message) {
            synchronized (BreakingCas.this) {
                if (!over) {
                    take(message);
                }
            }
        }

        private void take(WriteRequest message) {
            boolean first = taken == 0;
            if (first != !message.getUploadId().isEmpty() || message.getOffset() != committed.size()) {
                over = true;
                client.onError(new IllegalArgumentException("not the message that was to come"));
                return;
            }
            if (first) {
                uploadIds.add(message.getUploadId());
            }
            ByteString data =
                    message.getData().substring(0, Math.min(message.getData().size(), breakAfter - taken));
            committed = committed.concat(data);
            taken += data.size();
            if (taken == breakAfter) {
                over = true;
                client.onError(failure);
            } else if (committed.size() == content.size()) {
                over = true;
                finishing = true;
                client.onNext(WriteResponse.newBuilder()
                        .setAddress(org.remotelog.proto.cas.Address.newBuilder().setId(acknowledged.bytes()))
                        .setCommitted(committed.size())
                        .build());
                client.onCompleted();
            }
        }

        @Override
        public void onError(Throwable cancelled) {}

        @Override
        public void onCompleted() {}
    }
}
