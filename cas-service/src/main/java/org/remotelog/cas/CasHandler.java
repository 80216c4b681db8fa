package org.remotelog.cas;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.RemoteLogException;
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
import org.remotelog.server.Answers;
import org.remotelog.server.ErrorMapper;
import org.remotelog.server.Workers;

/** Translates between gRPC and {@link Cas}. */
final class CasHandler extends CASGrpc.CASImplBase {
    private final Cas cas;
    private final Workers workers;
    private final ErrorMapper errors;
    private final String version;

    /**
     * @param workers build the frames of BatchGet
     * @param errors for the items of batches
     */
    CasHandler(Cas cas, Workers workers, ErrorMapper errors, String version) {
        this.cas = cas;
        this.workers = workers;
        this.errors = errors;
        this.version = version;
    }

    @Override
    public void add(Content request, StreamObserver<Address> observer) {
        try {
            Answers.unary(cas.add(request.getData()).thenApply(CasHandler::message), observer);
        } catch (RemoteLogException e) {
            throw e.at("data");
        }
    }

    @Override
    public void get(Address request, StreamObserver<Content> observer) {
        Answers.unary(
                cas.get(parse(request, "id"))
                        .thenApply(data -> Content.newBuilder().setData(data).build()),
                observer);
    }

    @Override
    public void batchAdd(BatchAddRequest request, StreamObserver<BatchAddResponse> observer) {
        List<ByteString> contents =
                request.getContentList().stream().map(Content::getData).toList();
        Answers.unary(cas.addAll(contents).thenApply(CasHandler::results), observer);
    }

    @Override
    public void batchGet(BatchGetRequest request, StreamObserver<BatchGetResponse> observer) {
        cas.checkItems(request.getAddressCount(), "address");
        Set<ByteString> distinct = new LinkedHashSet<>();
        request.getAddressList().forEach(address -> distinct.add(address.getId()));
        new BatchGetCall(cas, workers, errors, distinct, (ServerCallStreamObserver<BatchGetResponse>) observer).start();
    }

    @Override
    public void findMissing(FindMissingRequest request, StreamObserver<FindMissingResponse> observer) {
        cas.checkItems(request.getAddressCount(), "address");
        List<org.remotelog.format.Address> addresses = new ArrayList<>(request.getAddressCount());
        for (int i = 0; i < request.getAddressCount(); i++) {
            addresses.add(parse(request.getAddress(i), "address[" + i + "].id"));
        }
        Answers.unary(cas.missing(addresses).thenApply(CasHandler::missing), observer);
    }

    @Override
    public void capabilities(CapabilitiesRequest request, StreamObserver<CapabilitiesResponse> observer) {
        Limits limits = cas.limits();
        observer.onNext(CapabilitiesResponse.newBuilder()
                .setMaxAddBytes(limits.maxAddBytes())
                .setMaxBatchItems(limits.maxBatchItems())
                .setMaxBatchBytes(limits.maxBatchBytes())
                .setVersion(version)
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

    private static org.remotelog.format.Address parse(Address address, String field) {
        try {
            return new org.remotelog.format.Address(address.getId());
        } catch (RemoteLogException e) {
            throw e.at(field);
        }
    }

    private static Address message(org.remotelog.format.Address address) {
        return Address.newBuilder().setId(address.bytes()).build();
    }
}
