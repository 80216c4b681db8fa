package org.remotelog.cas.campaign;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.Random;
import org.remotelog.proto.cas.Address;
import org.remotelog.proto.cas.BatchGetRequest;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.Content;

/**
 * Requests for much.
 *
 * @param get for a content of nearly 4 MiB
 * @param batchGet for many of 64 KiB
 */
record Stored(byte[] get, byte[] batchGet) {
    private static final int LARGE = 4032 << 10;
    private static final int MANY = 200;

    /** Adds what they ask for. */
    static Stored in(String server) {
        ManagedChannel channel =
                ManagedChannelBuilder.forTarget(server).usePlaintext().build();
        try {
            CASGrpc.CASBlockingStub cas = CASGrpc.newBlockingStub(channel);
            Random random = new Random(1);
            BatchGetRequest.Builder batch = BatchGetRequest.newBuilder();
            for (int i = 0; i < MANY; i++) {
                batch.addAddress(add(cas, random, 64 << 10));
            }
            return new Stored(
                    add(cas, random, LARGE).toByteArray(), batch.build().toByteArray());
        } finally {
            channel.shutdownNow();
        }
    }

    private static Address add(CASGrpc.CASBlockingStub cas, Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return cas.add(Content.newBuilder().setData(ByteString.copyFrom(bytes)).build());
    }
}
