package org.remotelog.cas.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.server.testing.JarProcess;

/**
 * Many clients of one server that write, and read what was acknowledged, as fast as they can, until it is gone. Most
 * contents come alone, some in batches, a few are long and come in pieces.
 */
final class Clients implements AutoCloseable {
    private static final int CONNECTIONS = 4;
    private static final int WRITERS = 16;
    private static final int READERS = 4;
    private static final int MOST_IN_A_BATCH = 32;
    private static final int BATCH_ONE_IN = 10;
    private static final int LONG_ONE_IN = 300;

    private final Contents contents;
    private final Contents longContents;
    private final AtomicInteger next;
    private final Journal journal;
    private final List<CasClient> connections = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<CompletableFuture<Void>> running = new ArrayList<>();
    private volatile boolean over;

    /**
     * @param next numbers the contents, over the lives of the server
     * @param journal of what is acknowledged and what is not
     */
    Clients(JarProcess server, long seed, AtomicInteger next, Journal journal) {
        this.contents = new Contents(seed, 16, 32 << 10);
        this.longContents = new Contents(seed + 1, 1 << 20, 12 << 20);
        this.next = next;
        this.journal = journal;
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(new CasClient(server));
        }
        Random random = new Random(seed + next.get());
        for (int i = 0; i < WRITERS + READERS; i++) {
            CasClient client = connections.get(i % CONNECTIONS);
            Random own = new Random(random.nextLong());
            boolean writes = i < WRITERS;
            running.add(CompletableFuture.runAsync(() -> run(client, own, writes), threads));
        }
    }

    /** Waits until all of them have noticed that the server is gone; throws what else they noticed. */
    void awaitEnd() throws Exception {
        over = true;
        for (CompletableFuture<Void> client : running) {
            client.get(2, TimeUnit.MINUTES);
        }
    }

    @Override
    public void close() {
        over = true;
        connections.forEach(CasClient::close);
        threads.shutdownNow();
    }

    private void run(CasClient client, Random random, boolean writes) {
        while (!over) {
            try {
                if (writes && random.nextInt(LONG_ONE_IN) == 0) {
                    ByteString content = longContents.get(next.getAndIncrement());
                    write(List.of(content), () -> List.of(client.write(content)));
                } else if (writes) {
                    List<ByteString> batch = batch(random);
                    write(batch, () -> batch.size() == 1 ? List.of(client.add(batch.get(0))) : client.addAll(batch));
                } else if (journal.size() > 0) {
                    assertThat(client.read(journal.any(random))).isEqualTo(Verdict.RIGHT);
                }
            } catch (StatusRuntimeException e) {
                Optional<Reason> reason = CasClient.reason(e);
                if (reason.isEmpty() && e.getStatus().getCode() == Status.Code.UNAVAILABLE) {
                    return; // It is gone.
                }
                if (reason.stream().noneMatch(Reason.OVERLOADED::equals)) {
                    throw e;
                }
            }
        }
    }

    private void write(List<ByteString> batch, Supplier<List<Address>> call) {
        try {
            journal.acknowledged(call.get());
        } catch (StatusRuntimeException e) {
            journal.unanswered(batch.stream().map(Address::of).toList());
            throw e;
        }
    }

    private List<ByteString> batch(Random random) {
        int size = random.nextInt(BATCH_ONE_IN) == 0 ? 2 + random.nextInt(MOST_IN_A_BATCH - 1) : 1;
        List<ByteString> batch = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            batch.add(contents.get(next.getAndIncrement()));
        }
        return batch;
    }
}
