package org.remotelog.cas.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.server.testing.JarProcess;

/**
 * A hundred hostile clients and some honest ones at one server of 128 MiB. {@code -Dcampaign.seed} repeats a run, {@code
 * -Dcampaign.long=true} makes it ten minutes instead of fifteen seconds.
 */
class HostileClientsIT {
    private static final Path JAR = Path.of("target/app/cas-service.jar");
    private static final int HOSTILE = 100;
    private static final int HONEST = 4;

    /** Between the attacks of a client, at most: a hundred without a pause would only show who has more processors. */
    private static final int PAUSE_MILLIS = 2000;

    private static final Duration LASTS =
            Boolean.getBoolean("campaign.long") ? Duration.ofMinutes(10) : Duration.ofSeconds(15);

    /** Of 64 MiB that calls may hold: read buffers, caches of the event loops and half-used chunks come on top. */
    private static final long MAX_DIRECT_MIB = 96;

    /** 128 of heap, 128 of buffers, and what the JVM and the store need besides. */
    private static final long MAX_RSS_MIB = 512;

    private final long seed = Long.getLong("campaign.seed", System.nanoTime());
    private final AtomicBoolean over = new AtomicBoolean();
    private final Map<String, AtomicInteger> attacks = new ConcurrentHashMap<>();

    @TempDir
    Path directory;

    @Test
    void honestClientsAreServedAndMemoryStaysBounded() throws Exception {
        System.out.println("hostile clients: -Dcampaign.seed=" + seed);
        try (JarProcess server = JarProcess.serveWith(
                "-Xmx128m -XX:MaxDirectMemorySize=128m", JAR, directory, "--disk-reserve", "1MiB")) {
            List<Hostile> kinds = kinds(server.grpc().toString());
            Observed before = Observed.afterCollection(server);
            List<HonestClient> honest = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < HONEST; i++) {
                HonestClient client = new HonestClient(server.grpc().toString(), new Random(seed + i), over::get);
                honest.add(client);
                threads.add(new Thread(client));
            }
            for (int i = 0; i < HOSTILE; i++) {
                Hostile kind = kinds.get(i % kinds.size());
                Random random = new Random(seed - i - 1);
                threads.add(new Thread(() -> attack(kind, server.grpc(), random)));
            }
            threads.forEach(Thread::start);
            Observed most = watch(server, before);
            over.set(true);
            for (Thread thread : threads) {
                thread.join(TimeUnit.MINUTES.toMillis(2));
            }

            report(server, honest, before, most);
            assertThat(honest).allSatisfy(client -> {
                assertThat(client.failure()).isEmpty();
                assertThat(client.calls()).isPositive();
            });
            assertThat(server.isAlive()).isTrue();
            assertThat(server.stderr()).doesNotContain("incident").doesNotContain("OutOfMemory");
            assertThat(most.direct()).isLessThanOrEqualTo(MAX_DIRECT_MIB);
            assertThat(most.rss()).isLessThanOrEqualTo(MAX_RSS_MIB);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(Observed.sample(server, "calls_held_bytes"))
                            .isZero());
            server.terminate();
            assertThat(server.awaitExit()).isZero();
        }
    }

    private void attack(Hostile kind, HostAndPort server, Random random) {
        while (!over.get()) {
            try {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(PAUSE_MILLIS));
                kind.attack(server, random);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                // The server has had enough of it, or it has waited long enough.
            }
            attacks.computeIfAbsent(kind.getClass().getSimpleName(), name -> new AtomicInteger())
                    .incrementAndGet();
        }
    }

    private Observed watch(JarProcess server, Observed before) throws IOException, InterruptedException {
        Observed most = before;
        long end = System.nanoTime() + LASTS.toNanos();
        while (System.nanoTime() < end) {
            most = most.max(Observed.of(server));
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return most;
    }

    private void report(JarProcess server, List<HonestClient> honest, Observed before, Observed most)
            throws IOException, InterruptedException {
        System.out.println("attacks that were ended: " + new TreeMap<>(attacks));
        System.out.println("honest calls: "
                + honest.stream().mapToInt(HonestClient::calls).sum() + ", tried again "
                + honest.stream().mapToInt(HonestClient::retries).sum() + " times, slowest "
                + honest.stream().mapToLong(HonestClient::slowestMillis).max().orElse(0) + " ms");
        System.out.println("cut off: " + Observed.sample(server, "calls_cut_off_total") + ", refused: "
                + Observed.sample(server, "calls_refused_total") + ", all calls: "
                + Observed.sample(server, "grpc_server_started_total\\{[^}]*}"));
        System.out.println("before: " + before);
        System.out.println("most:   " + most);
        System.out.println("after:  " + Observed.afterCollection(server));
    }

    private static List<Hostile> kinds(String server) {
        Stored stored = Stored.in(server);
        return List.of(
                new SlowReader(stored.get(), stored.batchGet()),
                new NeverEndingRequest(),
                new Resetter(),
                new OversizedHeaders(),
                new TinyCalls(),
                new DeafCaller(),
                new Pinger(),
                new HalfOpen(),
                new MalformedMessages(List.of(stored.get(), stored.batchGet())),
                new MalformedFrames());
    }
}
