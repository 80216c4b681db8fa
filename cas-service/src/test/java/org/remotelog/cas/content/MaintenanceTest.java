package org.remotelog.cas.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.cas.rocksdb.CasDatabase;
import org.remotelog.cas.store.Blob;
import org.remotelog.cas.store.ScrubProgress;
import org.remotelog.cas.store.Segment;
import org.remotelog.cas.store.SegmentsKey;
import org.remotelog.cas.store.Stores;
import org.remotelog.cas.store.Upload;
import org.remotelog.cas.store.UploadId;
import org.remotelog.format.Address;
import org.remotelog.server.ErrorMapper;
import org.remotelog.server.ServerConfig;
import org.remotelog.server.ServiceContext;
import org.remotelog.server.Workers;

/** What a CAS does without being asked, over a real store. */
class MaintenanceTest {
    private static final int ENTRIES = 600;
    private static final ScrubConfig UNHURRIED = new ScrubConfig(1L << 40, Duration.ofDays(365));

    @TempDir
    Path directory;

    private final Workers workers = new Workers("test-worker", 2, 256);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private volatile Instant now = Instant.ofEpochSecond(1_700_000_000);
    private final Clock clock = new TurnableClock();
    private CasDatabase database;
    private Stores stores;

    @BeforeEach
    void open() {
        database = CasDatabase.open(
                new ServiceContext(
                        ServerConfig.onFreePorts(directory), meters, workers, new ErrorMapper(new Random(1))),
                clock);
        stores = database.stores();
    }

    @AfterEach
    void close() {
        workers.close();
        database.close();
    }

    @Test
    void aPassReadsEverythingAndTakesOutWhatIsCorrupt() throws Exception {
        List<Blob> blobs = add();
        Address corrupt = Address.of(ByteString.copyFromUtf8("right"));
        await(stores.reads().contents().add(List.of(new Blob(corrupt, ByteString.copyFromUtf8("wrong")))));
        Address large = upload(ByteString.copyFrom(new byte[3 * Segment.BYTES]), true);
        Address other = upload(ByteString.copyFrom(new byte[2 * Segment.BYTES + 1]), false);

        try (Scrubber scrubber = scrubber()) {
            scrubber.start();
            Awaitility.await().until(() -> scrubber.progress().lastFullPass().isPresent());
        }

        assertThat(meters.counter("cas.scrub.entries").count()).isEqualTo(ENTRIES + 3);
        assertThat(meters.counter("cas.scrub.corrupt").count()).isEqualTo(2);
        assertThat(await(stores.reads()
                        .contents()
                        .find(Set.of(corrupt, other, large, blobs.get(0).address()))))
                .containsOnlyKeys(large, blobs.get(0).address());
        assertThat(await(stores.inventory().quarantined(Optional.empty(), 10)))
                .extracting(kept -> kept.address())
                .containsExactlyInAnyOrder(corrupt, other);
        assertThat(meters.get("cas.scrub.age.seconds").gauge().value()).isZero();
        now = now.plusSeconds(60);
        assertThat(meters.get("cas.scrub.age.seconds").gauge().value()).isEqualTo(60);
    }

    @Test
    void aPassThatWasBrokenOffGoesOnWhereItWas() throws Exception {
        add();
        ByteString half = ByteString.copyFrom(new byte[] {(byte) 0x80});
        await(stores.scrubs().save(new ScrubProgress(Optional.of(half), 300, 3000, 0, Optional.empty())));
        long after = 0;
        Walk walk = new Walk(stores.inventory(), Optional.of(half));
        while (walk.next().isPresent()) {
            after++;
        }
        assertThat(after).isBetween(1L, ENTRIES - 1L);
        try (Scrubber scrubber = scrubber()) {
            scrubber.start();
            Awaitility.await().until(() -> scrubber.progress().lastFullPass().isPresent());
        }
        assertThat(meters.counter("cas.scrub.entries").count()).isEqualTo(after);
        assertThat(await(stores.scrubs().load()).orElseThrow())
                .isEqualTo(new ScrubProgress(Optional.empty(), 0, 0, 0, Optional.of(now)));
    }

    @Test
    void noPassBeginsBeforeTheIntervalIsOver() throws Exception {
        add();
        await(stores.scrubs().save(ScrubProgress.BEGINNING.passed(now)));
        try (Scrubber scrubber = scrubber()) {
            scrubber.start();
            Awaitility.await()
                    .during(Duration.ofMillis(300))
                    .until(() -> meters.counter("cas.scrub.entries").count() == 0);
        }
    }

    @Test
    void aPaceAsksToWaitAsLongAsTheBytesTake() throws Exception {
        List<Long> slept = new ArrayList<>();
        long[] nanos = {0};
        Pace pace = new Pace(1 << 20, () -> nanos[0], wait -> {
            slept.add(wait);
            nanos[0] += wait;
        });
        pace.read(1 << 20);
        pace.read(100); // As much as 16 KiB.
        pace.read(1);
        assertThat(slept).containsExactly(1_000_000_000L, 15_625_000L);
    }

    @Test
    void anUploadThatStoodStillIsSweptAndAYoungerOneIsNot() throws Exception {
        Upload old = append(1);
        now = now.plus(Duration.ofHours(20));
        Upload young = append(2);
        now = now.plus(Duration.ofHours(5));
        try (Sweeper sweeper = new Sweeper(stores.uploads(), Duration.ofDays(1), clock, meters)) {
            sweeper.sweep();
        }
        assertThat(await(stores.uploads().find(old.id()))).isEmpty();
        assertThat(await(stores.uploads().find(young.id()))).contains(young);
        assertThat(meters.counter("cas.uploads.swept").count()).isEqualTo(1);
    }

    @Test
    void theMetersTellWhatIsStored() throws Exception {
        new StoreMeters(stores.inventory()).bindTo(meters);
        List<Blob> blobs = add();
        long bytes = blobs.stream().mapToLong(blob -> blob.data().size()).sum();
        assertThat(meters.get("cas.entries").gauge().value()).isEqualTo(ENTRIES);
        assertThat(meters.get("cas.content.bytes").gauge().value()).isEqualTo(bytes);
        assertThat(meters.get("cas.quarantined").gauge().value()).isZero();
    }

    private Scrubber scrubber() {
        Quarantine quarantine = new StoreQuarantine(stores.inventory(), meters);
        Checker checker = Checker.of(stores, workers, quarantine);
        return new Scrubber(stores.inventory(), checker, stores.scrubs(), UNHURRIED, clock, meters);
    }

    private List<Blob> add() throws Exception {
        List<Blob> blobs = IntStream.range(0, ENTRIES)
                .mapToObj(i -> Blob.of(ByteString.copyFromUtf8("content " + i)))
                .toList();
        await(stores.reads().contents().add(blobs));
        return blobs;
    }

    /** Stores a content in segments; its address is that of other bytes when it should not match. */
    private Address upload(ByteString content, boolean matching) throws Exception {
        Address address = Address.of(matching ? content : content.concat(ByteString.copyFromUtf8("x")));
        Upload begun = begin(content.size(), address, content.size());
        Upload whole = begun.advance(content.size(), now);
        List<ByteString> segments = new ArrayList<>();
        for (int number = 0; number < Segment.count(content.size()); number++) {
            int from = number * Segment.BYTES;
            segments.add(Segment.seal(
                    address, number, content.substring(from, from + Segment.length(content.size(), number))));
        }
        await(stores.uploads().append(begun, whole, segments));
        await(stores.uploads().finish(whole));
        return address;
    }

    private Upload append(int id) throws Exception {
        Address address = Address.of(ByteString.copyFromUtf8("upload " + id));
        Upload begun = begin(id, address, 2 * Segment.BYTES);
        Upload further = begun.advance(Segment.BYTES, now);
        ByteString segment = ByteString.copyFrom(new byte[Segment.BYTES]);
        await(stores.uploads().append(begun, further, List.of(Segment.seal(address, 0, segment))));
        return further;
    }

    private Upload begin(int id, Address address, int size) {
        ByteString bytes = ByteString.copyFromUtf8(String.format("%016d", id));
        return Upload.begin(new UploadId(bytes), address, size, new SegmentsKey(bytes), now);
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    /** Stands at what the test says. */
    private final class TurnableClock extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
