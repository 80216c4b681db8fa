package org.remotelog.server.testing.bench;

import com.google.protobuf.util.Durations;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Reason;

/**
 * Callers of a gRPC server. They cost no threads: each makes its next call where the last one's answer arrives. One that is
 * refused as OVERLOADED, or cut off, waits as long as the refusal asks; any other failure, and any wrong answer, fails the measurement.
 */
public final class GrpcCallers<T> implements Callers {
    /** Before a call that was cut off is made again. */
    private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<Caller> callers = new ArrayList<>();
    private final LongAdder refused = new LongAdder();
    private @Nullable Window window;

    /**
     * The calls of one caller.
     *
     * @param begin begins the next call
     * @param items how many that are right an answer has
     * @param expected items in all answers of a call
     */
    public record Calls<T>(Consumer<StreamObserver<T>> begin, ToIntFunction<T> items, int expected) {}

    /**
     * @param calls those of each caller, by its number
     */
    public GrpcCallers(int number, IntFunction<Calls<T>> calls) {
        for (int i = 0; i < number; i++) {
            callers.add(new Caller(calls.apply(i)));
        }
    }

    @Override
    public void start(Window window) {
        this.window = window;
        callers.forEach(Caller::next);
    }

    @Override
    public List<Latencies> finish() throws Exception {
        List<Latencies> all = new ArrayList<>();
        for (Caller caller : callers) {
            all.add(caller.done.get());
        }
        return all;
    }

    @Override
    public long refused() {
        return refused.sum();
    }

    /** Its calls come one after another, on the thread of one connection. */
    private final class Caller implements StreamObserver<T> {
        private final Calls<T> calls;
        private final Latencies latencies = new Latencies();
        private final CompletableFuture<Latencies> done = new CompletableFuture<>();
        private long started;
        private int items;

        Caller(Calls<T> calls) {
            this.calls = calls;
        }

        private void next() {
            if (window.isOver()) {
                done.complete(latencies);
            } else {
                items = 0;
                started = System.nanoTime();
                calls.begin.accept(this);
            }
        }

        @Override
        public void onNext(T answer) {
            items += calls.items.applyAsInt(answer);
        }

        @Override
        public void onCompleted() {
            if (items != calls.expected) {
                done.completeExceptionally(
                        new IllegalStateException("a call got " + items + " right items, not " + calls.expected));
                return;
            }
            if (window.counts()) {
                latencies.add(System.nanoTime() - started);
            }
            next();
        }

        @Override
        public void onError(Throwable failure) {
            Status status = StatusProto.fromThrowable(failure);
            if (!isRefused(status)) {
                done.completeExceptionally(failure);
                return;
            }
            if (window.isOpen()) {
                refused.increment();
            }
            long nanos = ErrorDetails.find(status, RetryInfo.class)
                    .map(info -> Durations.toNanos(info.getRetryDelay()))
                    .orElse(DELAY_NANOS);
            CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run)
                    .execute(this::next);
        }

        /** Nobody here cancels: that is a server that ends a call to free memory, whose words did not arrive. */
        private static boolean isRefused(Status status) {
            return status.getCode() == Code.CANCELLED_VALUE
                    || ErrorDetails.reason(status)
                            .filter(Reason.OVERLOADED::equals)
                            .isPresent();
        }
    }
}
