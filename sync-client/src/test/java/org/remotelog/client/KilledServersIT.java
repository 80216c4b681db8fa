package org.remotelog.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.format.MessageId;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.SigningKey;
import org.remotelog.server.testing.JarProcess;

/** Both services are killed again and again while Alice writes and Bob follows. */
final class KilledServersIT {
    private static final int KILLS = 8;
    private static final Path CAS = Path.of("../cas-service/target/app/cas-service.jar");
    private static final Path NS = Path.of("../ns-service/target/app/ns-service.jar");
    private static final RetryPolicy PATIENT =
            new RetryPolicy(Duration.ofSeconds(10), 60, Duration.ofMillis(50), Duration.ofMillis(500));
    private static final List<Mode> MODES =
            List.of(Mode.full(), Mode.page(8), Mode.linked(), Mode.mixed(8, 3), Mode.page());

    @TempDir
    private Path directory = Path.of("");

    private final AtomicBoolean stop = new AtomicBoolean();
    private final long seed = Long.getLong("seed", System.nanoTime());

    /** The common pool may have a single thread, and both are to run at once. */
    private final Executor inThread = task -> new Thread(task, "peer").start();

    @Test
    void whatWasAcknowledgedIsReadOnceAndInOrder() throws Exception {
        JarProcess cas = JarProcess.serve(CAS, directory.resolve("cas"));
        JarProcess ns = JarProcess.serve(NS, directory.resolve("ns"));
        SigningKey key = SigningKey.generate(new SecureRandom());
        try (Services services =
                Services.connect(cas.grpc().toString(), ns.grpc().toString(), PATIENT)) {
            Map<Long, MessageId> acknowledged = new HashMap<>();
            Collected collected = new Collected();
            CompletableFuture<Void> alice =
                    CompletableFuture.runAsync(() -> write(services, key, acknowledged), inThread);
            CompletableFuture<Void> bob = CompletableFuture.runAsync(() -> follow(services, key, collected), inThread);
            for (int i = 0; i < KILLS; i++) {
                if (i % 2 == 0) {
                    cas = killAndRestart(cas, CAS, "cas", acknowledged);
                } else {
                    ns = killAndRestart(ns, NS, "ns", acknowledged);
                }
            }
            stop.set(true);
            alice.get(60, TimeUnit.SECONDS);
            bob.get(60, TimeUnit.SECONDS);
            read(services, key, collected);

            assertThat(collected.events).as("seed %s", seed).isEmpty();
            assertThat(collected.sequences())
                    .as("seed %s", seed)
                    .isEqualTo(LongStream.rangeClosed(1, collected.messages.size())
                            .boxed()
                            .toList());
            assertThat(acknowledged)
                    .as("seed %s", seed)
                    .isNotEmpty()
                    .allSatisfy((sequence, id) -> assertThat(collected
                                    .messages
                                    .get(sequence.intValue() - 1)
                                    .id())
                            .isEqualTo(id));
        } finally {
            cas.close();
            ns.close();
        }
    }

    /** Lets some messages be acknowledged, then kills. */
    private JarProcess killAndRestart(JarProcess process, Path jar, String data, Map<Long, MessageId> acknowledged)
            throws Exception {
        int before = size(acknowledged);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> size(acknowledged) > before + 20);
        HostAndPort port = process.grpc();
        process.close();
        return JarProcess.serve(jar, port, directory.resolve(data));
    }

    private static int size(Map<?, ?> map) {
        synchronized (map) {
            return map.size();
        }
    }

    private void write(Services services, SigningKey key, Map<Long, MessageId> acknowledged) {
        Random random = new Random(seed);
        Home home = Home.at(directory.resolve("alice"));
        for (int number = 0; !stop.get(); ) {
            // Now and then a new process of hers.
            try (Writer alice = RemoteLog.writer(services, key).home(home).open()) {
                for (int i = 0; i < 20 && !stop.get(); i++) {
                    List<ByteString> bodies = new ArrayList<>();
                    for (int j = random.nextInt(10); j >= 0; j--) {
                        bodies.add(Messages.body(number++, 20 + random.nextInt(400)));
                    }
                    List<Receipt> receipts = alice.append(MODES.get(random.nextInt(MODES.size())), bodies);
                    synchronized (acknowledged) {
                        receipts.forEach(receipt -> acknowledged.put(receipt.sequence(), receipt.id()));
                    }
                }
            }
        }
    }

    private void follow(Services services, SigningKey key, Collected collected) {
        boolean published = false;
        while (!stop.get()) {
            try {
                read(services, key, collected);
                published = true;
            } catch (RemoteLogException e) {
                assertThat(published).as(e.getMessage()).isFalse(); // Before the first append there is no name.
            }
        }
    }

    private void read(Services services, SigningKey key, Collected collected) {
        try (Reader bob = RemoteLog.reader(services, key.name())
                .home(Home.at(directory.resolve("bob")))
                .open()) {
            bob.read(collected);
        }
    }
}
