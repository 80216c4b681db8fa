package org.remotelog.client.bench;

import com.google.common.collect.Lists;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import org.remotelog.client.LogMessage;
import org.remotelog.client.Mode;
import org.remotelog.client.Reader;
import org.remotelog.client.Receipt;
import org.remotelog.client.RemoteLog;
import org.remotelog.client.Services;
import org.remotelog.client.Writer;
import org.remotelog.format.Address;
import org.remotelog.format.SigningKey;
import org.remotelog.proto.cas.BatchGetRequest;
import org.remotelog.proto.cas.CASGrpc;

/**
 * Measures Alice and Bob against running servers, in one run: reading a log as a ratio to the bare BatchGet of the same
 * messages (the limit: no pages, no checks, nothing in order), and single appends in milliseconds.
 *
 * <p>Arguments: the CAS, the NS, the number of messages, the rounds.
 */
final class LogBench {
    private static final int BODY_BYTES = 300;
    private static final int BATCH = 512;

    private final String cas;
    private final String ns;
    private final int messages;
    private final int rounds;

    private LogBench(String cas, String ns, int messages, int rounds) {
        this.cas = cas;
        this.ns = ns;
        this.messages = messages;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) {
        new LogBench(arguments[0], arguments[1], Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3])).run();
    }

    private void run() {
        List<Mode> modes = List.of(Mode.full(), Mode.page(), Mode.linked(), Mode.mixed());
        for (Mode mode : modes) {
            SigningKey key = SigningKey.generate(new SecureRandom());
            try (Services services = Services.connect(cas, ns);
                    Writer alice = RemoteLog.writer(services, key).mode(mode).open()) {
                List<Address> addresses = new ArrayList<>();
                long write = time(() -> write(alice, addresses));
                long[] read = new long[rounds];
                long[] bare = new long[rounds];
                for (int i = 0; i < rounds; i++) {
                    read[i] = time(() -> read(services, key));
                    bare[i] = mode.equals(Mode.full()) ? 0 : time(() -> bareGet(addresses));
                }
                long[] append = new long[rounds * 10];
                for (int i = 0; i < append.length; i++) {
                    append[i] = time(() -> alice.append(body(new Random())).sequence());
                }
                System.out.printf(
                        "%-70s write %.0f/s; read %s; bare BatchGet %s; one append %s%n",
                        mode, rate(write), spread(read), spread(bare), milliseconds(append));
            }
        }
    }

    private long write(Writer alice, List<Address> addresses) {
        Random random = new Random(1);
        for (int n = 0; n < messages; n += BATCH) {
            List<ByteString> bodies = new ArrayList<>();
            for (int i = n; i < Math.min(messages, n + BATCH); i++) {
                bodies.add(body(random));
            }
            alice.append(bodies).stream().map(Receipt::address).forEach(addresses::add);
        }
        return messages;
    }

    private static ByteString body(Random random) {
        byte[] body = new byte[BODY_BYTES];
        random.nextBytes(body);
        return ByteString.copyFrom(body);
    }

    private long read(Services services, SigningKey key) {
        try (Reader bob = RemoteLog.reader(services, key.name()).open()) {
            long[] bytes = new long[1];
            long delivered = bob.read(
                            (LogMessage message) -> bytes[0] += message.body().size())
                    .delivered();
            if (delivered < messages || bytes[0] < (long) messages * BODY_BYTES) {
                throw new IllegalStateException("read " + delivered + " of " + messages);
            }
            return delivered;
        }
    }

    private long bareGet(List<Address> addresses) {
        ManagedChannel channel =
                NettyChannelBuilder.forTarget(cas).usePlaintext().build();
        try {
            long[] got = new long[1];
            for (List<Address> some : Lists.partition(addresses, BATCH)) {
                BatchGetRequest.Builder request = BatchGetRequest.newBuilder();
                some.forEach(address -> request.addAddressBuilder().setId(address.bytes()));
                CASGrpc.newBlockingStub(channel)
                        .batchGet(request.build())
                        .forEachRemaining(frame -> got[0] += frame.getItemCount());
            }
            return got[0];
        } finally {
            channel.shutdownNow();
        }
    }

    private static long time(LongSupplier work) {
        long start = System.nanoTime();
        if (work.getAsLong() <= 0) {
            throw new IllegalStateException("nothing was done");
        }
        return System.nanoTime() - start;
    }

    private double rate(long nanoseconds) {
        return messages * 1e9 / nanoseconds;
    }

    private String spread(long[] times) {
        Arrays.sort(times);
        if (times[0] == 0) {
            return "-";
        }
        return "%.0f/s (%.0f to %.0f)"
                .formatted(rate(times[times.length / 2]), rate(times[times.length - 1]), rate(times[0]));
    }

    private static String milliseconds(long[] times) {
        Arrays.sort(times);
        return "%.2f ms (p90 %.2f)".formatted(times[times.length / 2] / 1e6, times[times.length * 9 / 10] / 1e6);
    }
}
