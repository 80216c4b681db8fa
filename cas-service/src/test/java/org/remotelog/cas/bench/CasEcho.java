package org.remotelog.cas.bench;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.remotelog.proto.cas.Address;
import org.remotelog.proto.cas.BatchAddRequest;
import org.remotelog.proto.cas.BatchAddResponse;
import org.remotelog.proto.cas.BatchGetRequest;
import org.remotelog.proto.cas.BatchGetResponse;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.Content;
import org.remotelog.server.testing.bench.Echo;
import org.remotelog.server.testing.bench.RandomBytes;

/**
 * The calls of a CAS without a CAS: answers of the right size, prepared. How long a content is asked for stands in its
 * address.
 */
final class CasEcho extends CASGrpc.CASImplBase {
    private static final ByteString PREFIX = ByteString.fromHex("01551220");
    private static final int HASH_BYTES = 32;

    private final RandomBytes random = new RandomBytes();
    private final Address address = address(0);
    private final Map<Integer, Content> contents = new ConcurrentHashMap<>();
    private final Map<Integer, BatchAddResponse> added = new ConcurrentHashMap<>();
    private final Map<Asked, BatchGetResponse> frames = new ConcurrentHashMap<>();

    /** Serves bare, or in our shell when there is a directory for it. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            Echo.serveBare(new CasEcho());
        } else {
            Echo.serveInShell(new CasEcho(), Path.of(arguments[0]));
        }
    }

    /** An address to ask an echo for a content of a length. */
    static Address address(int bytes) {
        byte[] hash = ByteBuffer.allocate(HASH_BYTES).putInt(bytes).array();
        return Address.newBuilder()
                .setId(PREFIX.concat(ByteString.copyFrom(hash)))
                .build();
    }

    @Override
    public void add(Content request, StreamObserver<Address> client) {
        client.onNext(address);
        client.onCompleted();
    }

    @Override
    public void get(Address request, StreamObserver<Content> client) {
        client.onNext(content(length(request)));
        client.onCompleted();
    }

    @Override
    public void batchAdd(BatchAddRequest request, StreamObserver<BatchAddResponse> client) {
        client.onNext(added.computeIfAbsent(request.getContentCount(), this::results));
        client.onCompleted();
    }

    @Override
    public void batchGet(BatchGetRequest request, StreamObserver<BatchGetResponse> client) {
        Asked asked = new Asked(request.getAddressCount(), length(request.getAddress(0)));
        client.onNext(frames.computeIfAbsent(asked, this::frame));
        client.onCompleted();
    }

    private static int length(Address address) {
        return address.getId().substring(PREFIX.size()).asReadOnlyByteBuffer().getInt();
    }

    private Content content(int bytes) {
        return contents.computeIfAbsent(
                bytes,
                length -> Content.newBuilder().setData(random.next(length)).build());
    }

    private BatchAddResponse results(int count) {
        BatchAddResponse.Builder response = BatchAddResponse.newBuilder();
        for (int i = 0; i < count; i++) {
            response.addResult(BatchAddResponse.Result.newBuilder().setAddress(address));
        }
        return response.build();
    }

    private BatchGetResponse frame(Asked asked) {
        BatchGetResponse.Builder response = BatchGetResponse.newBuilder();
        for (int i = 0; i < asked.count; i++) {
            response.addItem(
                    BatchGetResponse.Item.newBuilder().setAddress(address).setContent(content(asked.bytes)));
        }
        return response.build();
    }

    /** So many contents of a length. */
    private record Asked(int count, int bytes) {}
}
