package org.remotelog.server.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A file system that is small enough to be filled, in memory. Tests that ask for one are skipped where it cannot be mounted. */
public final class SmallDisk implements AutoCloseable {
    private static final int CHUNK = 64 << 10;

    private final Path path;

    private SmallDisk(Path path) {
        this.path = path;
    }

    /** Mounts one of a size in MiB over an empty directory, which takes root on Linux. */
    public static SmallDisk mount(Path directory, int mebibytes) {
        String size = "size=" + mebibytes + "m";
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", size, "small-disk", directory.toString()),
                "a small file system can only be mounted by root, on Linux");
        return new SmallDisk(directory);
    }

    /** Where it is mounted. */
    public Path path() {
        return path;
    }

    /** The bytes that are left. */
    public long free() {
        return path.toFile().getUsableSpace();
    }

    /** Takes all of it but some bytes, and a page. */
    public void fillUpTo(long bytes) {
        try (OutputStream out = Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (free() > bytes) {
                out.write(new byte[(int) Math.min(CHUNK, free() - bytes)]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives back what was taken. */
    public void clear() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path filler() {
        return path.resolve("filler");
    }

    /** Unmounts it, with all that it holds. */
    @Override
    public void close() {
        if (!run("umount", path.toString())) {
            throw new IllegalStateException("cannot unmount " + path + ": is a file still open?");
        }
    }

    private static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // There is no such program.
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
