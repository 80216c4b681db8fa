package org.remotelog.server.testing.bench;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.rocksdb.RocksDBException;

/**
 * What the engine and the disk do without a server: callers are threads of this process. Each line of its stdin asks for a
 * measurement, {@code WORK BYTES CALLERS WARM-UP-MILLIS MILLIS}, and is answered with the {@link Figures} in one line.
 * It lives until its stdin ends.
 */
public final class Alone {
    /** Of a batch. */
    public static final int ITEMS = 64;

    private static final int KEY_BYTES = 32;

    /** What is read: less than the 32 MiB that RocksDB caches by default. */
    private static final int STORED_BYTES = 4 << 20;

    private final RandomBytes random = new RandomBytes();
    private final Path directory;

    /** What can be measured. */
    public enum Work {
        /** A synced put. */
        PUT,
        /** A synced batch of {@value #ITEMS} puts. */
        PUT_BATCH,
        /** A multiGet of {@value #ITEMS} keys that are in the block cache. */
        MULTI_GET,
        /** An append to a file, and fdatasync. */
        FDATASYNC
    }

    private Alone(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        Alone alone = new Alone(Path.of(arguments[0]));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", -1);
            Timing timing = new Timing(
                    Duration.ofMillis(Long.parseLong(words[3])), Duration.ofMillis(Long.parseLong(words[4])));
            System.out.println(alone.measure(
                    Work.valueOf(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]), timing));
        }
    }

    /** Asks such a process to measure. */
    public static Figures ask(JavaProcess alone, Work work, int bytes, int callers, Timing timing) throws IOException {
        alone.send(String.format(
                "%s %d %d %d %d",
                work,
                bytes,
                callers,
                timing.warmUp().toMillis(),
                timing.measured().toMillis()));
        return Figures.parse(alone.receive());
    }

    private Figures measure(Work work, int bytes, int callers, Timing timing) throws Exception {
        // New each time: what earlier measurements wrote takes neither room nor compactions.
        Path fresh = Files.createTempDirectory(directory, "alone");
        try {
            return switch (work) {
                case PUT, PUT_BATCH -> {
                    try (RocksAlone rocks = new RocksAlone(fresh)) {
                        yield measure(timing, callers, work == Work.PUT ? put(rocks, bytes) : putBatch(rocks, bytes));
                    }
                }
                case MULTI_GET -> {
                    List<byte[]> keys = fill(fresh, bytes);
                    try (RocksAlone rocks = new RocksAlone(fresh)) {
                        yield measure(timing, callers, multiGet(rocks, keys, bytes));
                    }
                }
                case FDATASYNC -> {
                    Path file = fresh.resolve("appended");
                    try (FileChannel channel =
                            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                        yield measure(timing, callers, () -> {
                            channel.write(ByteBuffer.wrap(value(bytes)));
                            channel.force(false);
                        });
                    }
                }
            };
        } finally {
            MoreFiles.deleteRecursively(fresh, RecursiveDeleteOption.ALLOW_INSECURE);
        }
    }

    private static Figures measure(Timing timing, int callers, ThreadCallers.Call call) throws Exception {
        ProcessHandle self = ProcessHandle.current();
        return Window.measure(
                timing, () -> self.info().totalCpuDuration().orElseThrow(), new ThreadCallers(callers, call));
    }

    private ThreadCallers.Call put(RocksAlone rocks, int bytes) {
        return () -> rocks.put(key(), value(bytes));
    }

    private ThreadCallers.Call putBatch(RocksAlone rocks, int bytes) {
        return () -> {
            List<byte[]> keys = new ArrayList<>(ITEMS);
            List<byte[]> values = new ArrayList<>(ITEMS);
            for (int i = 0; i < ITEMS; i++) {
                keys.add(key());
                values.add(value(bytes));
            }
            rocks.putAll(keys, values);
        };
    }

    private static ThreadCallers.Call multiGet(RocksAlone rocks, List<byte[]> keys, int bytes) {
        return () -> {
            int first = ThreadLocalRandom.current().nextInt(keys.size() - ITEMS + 1);
            for (byte[] value : rocks.getAll(keys.subList(first, first + ITEMS))) {
                if (value == null || value.length != bytes) {
                    throw new IllegalStateException("a wrong value");
                }
            }
        };
    }

    /** Stores values and closes, so that they are read from tables, as they are after a restart. */
    private List<byte[]> fill(Path fresh, int bytes) throws RocksDBException {
        List<byte[]> keys = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        for (int stored = 0; stored < STORED_BYTES; stored += bytes) {
            keys.add(key());
            values.add(value(bytes));
        }
        try (RocksAlone rocks = new RocksAlone(fresh)) {
            rocks.putAll(keys, values);
            rocks.flush();
        }
        return keys;
    }

    private static byte[] key() {
        byte[] key = new byte[KEY_BYTES];
        ThreadLocalRandom.current().nextBytes(key);
        return key;
    }

    private byte[] value(int bytes) {
        return random.next(bytes).toByteArray();
    }
}
