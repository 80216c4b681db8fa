package org.remotelog.server.rocksdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of a store, which come and go while one looks. */
final class StoreFiles {
    private static final String LOG = ".log";

    private final Path directory;

    StoreFiles(Path directory) {
        this.directory = directory;
    }

    /** The bytes in all of them. */
    long bytes() {
        return bytes("");
    }

    /** The bytes in the write-ahead log: what an opening replays, and writes into tables. */
    long logBytes() {
        return bytes(LOG);
    }

    /** The newest write-ahead log: its name is a number that grows. */
    Optional<Path> newestLog() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(LOG)).max(Comparator.naturalOrder());
        }
    }

    private long bytes(String suffix) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .mapToLong(StoreFiles::size)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0; // It has just been deleted.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
