package org.remotelog.cas.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Every kind of file cut at every kind of place, and what a crash really leaves beside the files that count. */
final class TornFiles {
    private static final String TABLE = "[0-9]+\\.sst";
    private static final String BLOB = "[0-9]+\\.blob";
    private static final String MANIFEST = "MANIFEST-[0-9]+";

    /** RocksDB's log and MANIFEST consist of blocks of this length; no record's piece crosses their boundaries. */
    private static final int BLOCK = 32 << 10;

    /** A piece of a record has a header of checksum, length and type. */
    private static final int INSIDE_HEADER = 3;

    private static final int PAGE = 4096;

    private static final Consumer<Outcome> WHOLE =
            outcome -> assertThat(outcome.isWhole()).as("%s", outcome).isTrue();
    private static final Consumer<Outcome> REFUSED =
            outcome -> assertThat(outcome.serves()).as("%s", outcome).isFalse();

    /** What an {@link Outcome} is in any case. */
    private static final Consumer<Outcome> HONEST = outcome -> {};

    private final Specimen specimen;
    private final Random random;
    private final List<Damage> all = new ArrayList<>();

    private TornFiles(Specimen specimen, Random random) {
        this.specimen = specimen;
        this.random = random;
    }

    /** What a crash may do: each once, at random places of its kind. */
    static List<Damage> byCrashes(Specimen specimen, Random random) throws IOException {
        TornFiles torn = new TornFiles(specimen, random);
        torn.cutLog();
        torn.leaveWhatACrashLeaves();
        return torn.all;
    }

    /** What only bad disks and people do: each once, at random places of its kind. */
    static List<Damage> byOthers(Specimen specimen, Random random) throws IOException {
        TornFiles torn = new TornFiles(specimen, random);
        torn.cutWhatIsNeeded();
        torn.cutWhatIsNot();
        return torn.all;
    }

    /** The log is what a crash tears. What was acknowledged before the cut is there, and nothing from amidst is not. */
    private void cutLog() throws IOException {
        Map<String, Long> places = places(specimen.log());
        places.put(
                "after an acknowledgement",
                specimen.logLengths().get(random.nextInt(specimen.logLengths().size())));
        places.forEach((place, length) -> cut("log", Specimen.LOG, place, length, outcome -> {
            assertThat(outcome.isPrefix()).as("%s", outcome).isTrue();
            assertThat(outcome.writes()).isTrue();
            assertThat(outcome.prefix()).isGreaterThanOrEqualTo(specimen.acknowledgedAt(length));
        }));
    }

    private void leaveWhatACrashLeaves() {
        after("log, zeros at the end", Specimen.LOG, new byte[PAGE * (1 + random.nextInt(100))]);
        after("log, garbage at the end", Specimen.LOG, bytes(1 + random.nextInt(1000)));
        after("MANIFEST, half a record at the end", MANIFEST, new byte[] {1, 2, 3, 4, 100, 0, 1, 5, 6, 7});
        after("MANIFEST, zeros at the end", MANIFEST, new byte[PAGE]);
        left("the next log, empty", Specimen.LOG, "000900.log", 0);
        left("a table that no MANIFEST has, torn", TABLE, "000900.sst", random.nextInt(PAGE));
        left("a blob file that no MANIFEST has, torn", BLOB, "000900.blob", random.nextInt(PAGE));
        left("a MANIFEST that is not the current one, torn", MANIFEST, "MANIFEST-000900", random.nextInt(100));
        left("the next CURRENT, torn", "CURRENT", "000900.dbtmp", random.nextInt(10));
        left("FORMAT.new, torn", "FORMAT", "FORMAT.new", random.nextInt(10));
        // Pages reach the disk in any order: the last record, of which nobody was told yet, may have a hole. RocksDB
        // cannot tell that from a damage to a record that was acknowledged, and refuses.
        all.add(new Damage(
                "log, a hole in the last record",
                "before its last 20 bytes",
                files -> {
                    Path log = files.newest(Specimen.LOG);
                    DataFiles.write(log, Files.size(log) - 20, new byte[10]);
                },
                HONEST));
    }

    /** These were synced before anything relied on them, so no crash tears them; a bad disk may. */
    private void cutWhatIsNeeded() throws IOException {
        cutEverywhere("table", TABLE, REFUSED);
        cutEverywhere("blob file", BLOB, HONEST);
        cutEverywhere("MANIFEST", MANIFEST, HONEST);
        cutEverywhere("CURRENT", "CURRENT", REFUSED);
        cutEverywhere("FORMAT", "FORMAT", REFUSED);
    }

    private void cutWhatIsNot() throws IOException {
        cutEverywhere("OPTIONS", "OPTIONS-[0-9]+", WHOLE);
        cutEverywhere("IDENTITY", "IDENTITY", WHOLE);
        all.add(new Damage(
                "LOCK",
                "gone, both",
                files -> {
                    for (Path lock : files.named("LOCK")) {
                        Files.delete(lock); // They are empty.
                    }
                },
                WHOLE));
    }

    private void cutEverywhere(String kind, String pattern, Consumer<Outcome> check) throws IOException {
        places(specimen.files().newest(pattern)).forEach((place, length) -> cut(kind, pattern, place, length, check));
    }

    private void cut(String kind, String pattern, String place, long length, Consumer<Outcome> check) {
        all.add(new Damage(
                kind + " cut",
                place + " (" + length + ")",
                files -> DataFiles.truncate(files.newest(pattern), length),
                check));
    }

    private void after(String kind, String pattern, byte[] bytes) {
        all.add(new Damage(
                kind,
                bytes.length + " bytes",
                files -> {
                    Path file = files.newest(pattern);
                    DataFiles.write(file, Files.size(file), bytes);
                },
                WHOLE));
    }

    private void left(String kind, String pattern, String name, int length) {
        all.add(new Damage(
                kind,
                length + " bytes",
                files -> {
                    Path file = files.newest(pattern);
                    DataFiles.write(file.resolveSibling(name), 0, Arrays.copyOf(Files.readAllBytes(file), length));
                },
                WHOLE));
    }

    private Map<String, Long> places(Path file) throws IOException {
        long size = Files.size(file);
        Map<String, Long> places = new LinkedHashMap<>();
        places.put("to nothing", 0L);
        places.put("inside the first header", (long) INSIDE_HEADER);
        if (size > BLOCK + INSIDE_HEADER) {
            long block = BLOCK * (1 + random.nextLong((size - INSIDE_HEADER) / BLOCK));
            places.put("at a block", block);
            places.put("inside a block's first header", block + INSIDE_HEADER);
        }
        places.put("by a byte", size - 1);
        places.put("anywhere", 1 + random.nextLong(size - 1));
        return places;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
