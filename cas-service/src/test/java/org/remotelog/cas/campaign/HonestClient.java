package org.remotelog.cas.campaign;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.google.rpc.RetryInfo;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.remotelog.format.ErrorDetails;
import org.remotelog.proto.cas.Address;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.Content;

/** Adds and gets, and tries again as it is told to. */
final class HonestClient implements Runnable {
    private static final int[] SIZES = {100, 1 << 10, 1 << 10, 4 << 10, 64 << 10, 1 << 20};
    private static final int TRIES = 500;

    private final String server;
    private final Random random;
    private final BooleanSupplier over;
    private int calls;
    private int retries;
    private long slowestNanos;
    private volatile Optional<Throwable> failure = Optional.empty();

    HonestClient(String server, Random random, BooleanSupplier over) {
        this.server = server;
        this.random = random;
        this.over = over;
    }

    @Override
    public void run() {
        ManagedChannel channel =
                ManagedChannelBuilder.forTarget(server).usePlaintext().build();
        try {
            CASGrpc.CASBlockingStub cas = CASGrpc.newBlockingStub(channel);
            while (!over.getAsBoolean()) {
                byte[] bytes = new byte[SIZES[random.nextInt(SIZES.length)]];
                random.nextBytes(bytes);
                ByteString data = UnsafeByteOperations.unsafeWrap(bytes);
                Content content = Content.newBuilder().setData(data).build();
                Address address = patiently(
                        () -> cas.withDeadlineAfter(60, TimeUnit.SECONDS).add(content));
                Content got = patiently(
                        () -> cas.withDeadlineAfter(60, TimeUnit.SECONDS).get(address));
                if (!got.getData().equals(data)) {
                    throw new AssertionError("other bytes than those added");
                }
            }
        } catch (RuntimeException | Error | InterruptedException e) {
            failure = Optional.of(e);
        } finally {
            channel.shutdownNow();
        }
    }

    private <T> T patiently(Supplier<T> call) throws InterruptedException {
        long start = System.nanoTime();
        for (int tries = 1; ; tries++) {
            try {
                T answer = call.get();
                calls++;
                slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
                return answer;
            } catch (StatusRuntimeException e) {
                if (tries == TRIES) {
                    throw e;
                }
                retries++;
                TimeUnit.MILLISECONDS.sleep(delay(e));
            }
        }
    }

    /** How long the server tells to wait; throws what is no invitation to try again. */
    private static long delay(StatusRuntimeException refusal) {
        if (refusal.getStatus().getCode() == Status.Code.UNAVAILABLE) {
            return 100;
        }
        return Optional.ofNullable(StatusProto.fromThrowable(refusal))
                .flatMap(status -> ErrorDetails.find(status, RetryInfo.class))
                .map(info -> info.getRetryDelay().getSeconds() * 1000
                        + info.getRetryDelay().getNanos() / 1_000_000)
                .orElseThrow(() -> refusal);
    }

    Optional<Throwable> failure() {
        return failure;
    }

    int calls() {
        return calls;
    }

    int retries() {
        return retries;
    }

    long slowestMillis() {
        return slowestNanos / 1_000_000;
    }
}
