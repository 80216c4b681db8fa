package org.remotelog.cas;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.remotelog.cas.content.Cas;
import org.remotelog.cas.content.Contents;
import org.remotelog.cas.content.Limits;
import org.remotelog.cas.store.UploadId;
import org.remotelog.format.ErrorDetails;
import org.remotelog.proto.cas.Address;
import org.remotelog.proto.cas.BatchAddRequest;
import org.remotelog.proto.cas.BatchAddResponse;
import org.remotelog.proto.cas.BatchGetRequest;
import org.remotelog.proto.cas.BatchGetResponse;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.CapabilitiesRequest;
import org.remotelog.proto.cas.CapabilitiesResponse;
import org.remotelog.proto.cas.Content;
import org.remotelog.proto.cas.FindMissingRequest;
import org.remotelog.proto.cas.FindMissingResponse;
import org.remotelog.proto.cas.QueryWriteStatusRequest;
import org.remotelog.proto.cas.QueryWriteStatusResponse;
import org.remotelog.proto.cas.ReadRequest;
import org.remotelog.proto.cas.ReadResponse;
import org.remotelog.proto.cas.WriteRequest;
import org.remotelog.proto.cas.WriteResponse;
import org.remotelog.server.Answers;
import org.remotelog.server.GrpcServer;
import org.remotelog.server.Workers;

/** Translates between gRPC and {@link Contents}. */
final class CasHandler extends CASGrpc.CASImplBase {
    private final Contents contents;
    private final Cas cas;
    private final Workers workers;
    private final String version;

    /**
     * @param workers look up what streams answer
     */
    CasHandler(Contents contents, Workers workers, String version) {
        this.contents = contents;
        this.cas = contents.cas();
        this.workers = workers;
        this.version = version;
    }

    @Override
    public void add(Content request, StreamObserver<Address> observer) {
        Answers.unary(Requests.at("data", () -> cas.add(request.getData())).thenApply(CasHandler::message), observer);
    }

    @Override
    public void get(Address request, StreamObserver<Content> observer) {
        Answers.unary(
                cas.get(Requests.address(request, "id"))
                        .thenApply(data -> Content.newBuilder().setData(data).build()),
                observer);
    }

    @Override
    public void batchAdd(BatchAddRequest request, StreamObserver<BatchAddResponse> observer) {
        List<ByteString> data =
                request.getContentList().stream().map(Content::getData).toList();
        Answers.unary(cas.addAll(data).thenApply(CasHandler::results), observer);
    }

    @Override
    public void batchGet(BatchGetRequest request, StreamObserver<BatchGetResponse> observer) {
        cas.checkItems(request.getAddressCount(), "address");
        List<ByteString> ids =
                request.getAddressList().stream().map(Address::getId).toList();
        new BatchGetCall(cas, ids, (ServerCallStreamObserver<BatchGetResponse>) observer).start(workers);
    }

    @Override
    public void findMissing(FindMissingRequest request, StreamObserver<FindMissingResponse> observer) {
        cas.checkItems(request.getAddressCount(), "address");
        List<org.remotelog.format.Address> addresses = new ArrayList<>(request.getAddressCount());
        for (int i = 0; i < request.getAddressCount(); i++) {
            addresses.add(Requests.address(request.getAddress(i), "address[" + i + "].id"));
        }
        Answers.unary(cas.missing(addresses).thenApply(CasHandler::missing), observer);
    }

    @Override
    public StreamObserver<WriteRequest> write(StreamObserver<WriteResponse> observer) {
        WriteCall call = new WriteCall(contents.uploads(), (ServerCallStreamObserver<WriteResponse>) observer);
        call.start();
        return call;
    }

    @Override
    public void queryWriteStatus(QueryWriteStatusRequest request, StreamObserver<QueryWriteStatusResponse> observer) {
        UploadId id = Requests.at("upload_id", () -> new UploadId(request.getUploadId()));
        Answers.unary(
                contents.uploads()
                        .status(id)
                        .thenApply(status -> QueryWriteStatusResponse.newBuilder()
                                .setCommitted(status.committed())
                                .setComplete(status.complete())
                                .build()),
                observer);
    }

    @Override
    public void read(ReadRequest request, StreamObserver<ReadResponse> observer) {
        new ReadCall(
                        contents.downloads(),
                        Requests.address(request.getAddress(), "address.id"),
                        request.getOffset(),
                        request.getLimit(),
                        (ServerCallStreamObserver<ReadResponse>) observer)
                .start(workers);
    }

    @Override
    public void capabilities(CapabilitiesRequest request, StreamObserver<CapabilitiesResponse> observer) {
        Limits limits = cas.limits();
        observer.onNext(CapabilitiesResponse.newBuilder()
                .setMaxAddBytes(limits.maxAddBytes())
                .setMaxBatchItems(limits.maxBatchItems())
                .setMaxBatchBytes(limits.maxBatchBytes())
                .setMaxWriteBytes(limits.maxWriteBytes())
                .setVersion(version)
                .setMaxMessageBytes(GrpcServer.MAX_MESSAGE_BYTES)
                .setUploadIdleSeconds(limits.uploadIdle().toSeconds())
                .build());
        observer.onCompleted();
    }

    private static BatchAddResponse results(List<Cas.Added> outcomes) {
        BatchAddResponse.Builder response = BatchAddResponse.newBuilder();
        for (Cas.Added outcome : outcomes) {
            BatchAddResponse.Result.Builder result = response.addResultBuilder();
            outcome.address().map(CasHandler::message).ifPresent(result::setAddress);
            outcome.refusal().map(ErrorDetails::toStatus).ifPresent(result::setStatus);
        }
        return response.build();
    }

    private static FindMissingResponse missing(Set<org.remotelog.format.Address> addresses) {
        FindMissingResponse.Builder response = FindMissingResponse.newBuilder();
        addresses.forEach(address -> response.addMissing(message(address)));
        return response.build();
    }

    private static Address message(org.remotelog.format.Address address) {
        return Address.newBuilder().setId(address.bytes()).build();
    }
}
