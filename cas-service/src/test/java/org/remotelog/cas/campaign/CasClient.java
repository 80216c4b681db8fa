package org.remotelog.cas.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Iterables;
import com.google.common.collect.Lists;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.remotelog.format.Address;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Reason;
import org.remotelog.proto.cas.BatchAddRequest;
import org.remotelog.proto.cas.BatchAddResponse;
import org.remotelog.proto.cas.BatchGetRequest;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.Content;
import org.remotelog.proto.cas.FindMissingRequest;
import org.remotelog.proto.cas.ReadRequest;
import org.remotelog.proto.cas.WriteRequest;
import org.remotelog.proto.cas.WriteResponse;
import org.remotelog.server.testing.JarProcess;

/** A connection to a server whose every answer is checked, and comes in time. */
final class CasClient implements AutoCloseable {
    /** No call may take longer, on a busy machine too: one that does is a server that hangs. */
    private static final long DEADLINE_SECONDS = 60;

    private static final int ITEMS = 4096;
    private static final int PIECE_BYTES = 1 << 20;
    private static final int UPLOAD_ID_BYTES = 16;

    private final ManagedChannel channel;

    CasClient(JarProcess server) {
        this.channel = ManagedChannelBuilder.forTarget(server.grpc().toString())
                .usePlaintext()
                .build();
    }

    /** Stores a content; its address, which is also what the server answered. */
    Address add(ByteString content) {
        Address address = Address.of(content);
        assertThat(cas().add(content(content)).getId()).isEqualTo(address.bytes());
        return address;
    }

    /** Stores contents in one call. */
    List<Address> addAll(List<ByteString> contents) {
        BatchAddResponse response = cas().batchAdd(BatchAddRequest.newBuilder()
                .addAllContent(Lists.transform(contents, CasClient::content))
                .build());
        List<Address> addresses = contents.stream().map(Address::of).toList();
        assertThat(response.getResultList())
                .extracting(result -> result.getAddress().getId())
                .isEqualTo(addresses.stream().map(Address::bytes).toList());
        return addresses;
    }

    /** Stores a content by Write, piece by piece. */
    Address write(ByteString content) {
        Address address = Address.of(content);
        CompletableFuture<WriteResponse> answer = new CompletableFuture<>();
        StreamObserver<WriteRequest> pieces = CASGrpc.newStub(channel)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .write(answering(answer));
        pieces.onNext(WriteRequest.newBuilder()
                .setUploadId(address.hash().substring(0, UPLOAD_ID_BYTES))
                .setAddress(message(address))
                .setSize(content.size())
                .build());
        for (int at = 0; at < content.size() && !answer.isDone(); at += PIECE_BYTES) {
            pieces.onNext(WriteRequest.newBuilder()
                    .setOffset(at)
                    .setData(content.substring(at, Math.min(content.size(), at + PIECE_BYTES)))
                    .build());
        }
        pieces.onCompleted();
        try {
            assertThat(answer.join().getAddress().getId()).isEqualTo(address.bytes());
            return address;
        } catch (CompletionException e) {
            throw e.getCause() instanceof StatusRuntimeException refused ? refused : e;
        }
    }

    private static StreamObserver<WriteResponse> answering(CompletableFuture<WriteResponse> answer) {
        return new StreamObserver<>() {
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
        };
    }

    /** Asks for a content: by Get, or by Read if it is too long for that. */
    Verdict read(Address address) {
        try {
            return right(address, cas().get(message(address)).getData());
        } catch (StatusRuntimeException e) {
            return verdict(address, reason(e).orElseThrow(() -> e));
        }
    }

    private Verdict readLong(Address address) {
        try {
            List<ByteString> pieces = new ArrayList<>();
            cas().read(ReadRequest.newBuilder().setAddress(message(address)).build())
                    .forEachRemaining(piece -> pieces.add(piece.getData()));
            return right(address, ByteString.copyFrom(pieces));
        } catch (StatusRuntimeException e) {
            return Verdict.of(reason(e).orElseThrow(() -> e));
        }
    }

    private Verdict verdict(Address address, Reason refusal) {
        return refusal == Reason.USE_READ ? readLong(address) : Verdict.of(refusal);
    }

    /** Asks for contents, many in a call; in no order. */
    Map<Address, Verdict> readAll(Collection<Address> addresses) {
        Map<Address, Verdict> verdicts = new HashMap<>();
        for (List<Address> some : Iterables.partition(addresses, ITEMS)) {
            cas().batchGet(BatchGetRequest.newBuilder()
                            .addAllAddress(Lists.transform(some, CasClient::message))
                            .build())
                    .forEachRemaining(frame -> frame.getItemList().forEach(item -> {
                        Address address = new Address(item.getAddress().getId());
                        verdicts.put(
                                address,
                                item.hasContent()
                                        ? right(address, item.getContent().getData())
                                        : verdict(
                                                address,
                                                ErrorDetails.reason(item.getStatus())
                                                        .orElseThrow()));
                    }));
        }
        // Not AssertJ's containsAll, which compares each with each: hours for some hundred thousand.
        assertThat(verdicts.keySet().containsAll(addresses))
                .as("all are answered")
                .isTrue();
        return verdicts;
    }

    private static Verdict right(Address address, ByteString data) {
        assertThat(Address.of(data)).as("WRONG BYTES served").isEqualTo(address);
        return Verdict.RIGHT;
    }

    /** Which of them are missing, as FindMissing says. */
    Set<Address> missing(Collection<Address> addresses) {
        List<ByteString> missing = new ArrayList<>();
        for (List<Address> some : Iterables.partition(addresses, ITEMS)) {
            cas().findMissing(FindMissingRequest.newBuilder()
                            .addAllAddress(Lists.transform(some, CasClient::message))
                            .build())
                    .getMissingList()
                    .forEach(address -> missing.add(address.getId()));
        }
        Set<Address> found = new LinkedHashSet<>();
        missing.forEach(id -> found.add(new Address(id)));
        return found;
    }

    /** Whether health, which asks no disk, says SERVING. */
    boolean isServing() {
        return HealthGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus()
                == ServingStatus.SERVING;
    }

    /** Why a call was refused, if the server said so. */
    static Optional<Reason> reason(StatusRuntimeException refused) {
        return ErrorDetails.reason(Objects.requireNonNull(StatusProto.fromThrowable(refused)));
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private CASGrpc.CASBlockingStub cas() {
        return CASGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private static Content content(ByteString data) {
        return Content.newBuilder().setData(data).build();
    }

    private static org.remotelog.proto.cas.Address message(Address address) {
        return org.remotelog.proto.cas.Address.newBuilder()
                .setId(address.bytes())
                .build();
    }
}
