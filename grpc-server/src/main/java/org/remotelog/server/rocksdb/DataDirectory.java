package org.remotelog.server.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.remotelog.server.StartupException;

/**
 * A directory that this process alone may use, and whose format it can read. Checked before RocksDB
 * sees it, whose own errors would not tell an operator what to do.
 */
final class DataDirectory implements AutoCloseable {
    static final String FORMAT = "FORMAT";

    /** A database that is not complete yet. */
    static final String RESTORING = "rocksdb.restoring";

    private static final String COPY = "backup.tmp";
    static final String DATABASE = "rocksdb";

    private final Path path;
    private final FileChannel lockFile; // Closing it releases the lock.
    private final DataFormat found;

    private DataDirectory(Path path, FileChannel lockFile, DataFormat found) {
        this.path = path;
        this.lockFile = lockFile;
        this.found = found;
    }

    /**
     * Locks a directory, after making it if need be.
     *
     * @param migrated the older versions that can be made newer
     * @throws StartupException if it cannot be used; says why
     */
    static DataDirectory open(Path path, DataFormat format, Set<Integer> migrated) {
        FileChannel lockFile = null;
        try {
            Files.createDirectories(path);
            lockFile = FileChannel.open(path.resolve("LOCK"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock(lockFile);
            if (Files.exists(path.resolve(RESTORING)) && !Files.exists(path.resolve(DATABASE))) {
                throw new StartupException("restoring a backup into it was cut off: restore it again");
            }
            return new DataDirectory(path, lockFile, checkFormat(path, format, migrated));
        } catch (StartupException | IOException e) {
            closeQuietly(lockFile);
            throw new StartupException("cannot open the data directory " + path + ": " + why(e), e);
        }
    }

    /** Where RocksDB keeps its files. */
    Path database() {
        return path.resolve(DATABASE);
    }

    /** Where there is a copy of the files, links to them in truth, while a backup is made of it. */
    Path copy() {
        return path.resolve(COPY);
    }

    /** What it holds, as it was opened. */
    DataFormat found() {
        return found;
    }

    /** Says what it holds from now on. */
    void holds(DataFormat format) throws IOException {
        write(path.resolve(FORMAT), format.toString());
    }

    @Override
    public void close() {
        closeQuietly(lockFile);
    }

    private static void lock(FileChannel lockFile) throws IOException {
        try {
            FileLock lock = lockFile.tryLock();
            if (lock != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // By this very process: said below.
        }
        throw new StartupException("another server is using it");
    }

    private static DataFormat checkFormat(Path path, DataFormat format, Set<Integer> migrated) throws IOException {
        Path file = path.resolve(FORMAT);
        if (Files.exists(file)) {
            DataFormat found = DataFormat.parse(Files.readString(file));
            format.checkReadable(found, migrated);
            return found;
        }
        if (Files.exists(path.resolve(DATABASE))) {
            throw new StartupException("it has data, but no file FORMAT that says of which version");
        }
        write(file, format.toString());
        return format;
    }

    /** All or nothing, also when the power fails. */
    private static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent())) {
            directory.force(true);
        }
    }

    private static String why(Exception failure) {
        if (failure instanceof FileSystemException e) {
            return e.getFile() + ": " + reason(e);
        }
        return String.valueOf(failure.getMessage());
    }

    /** Java has types instead of words for the most frequent ones. */
    private static String reason(FileSystemException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "cannot be made there";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "is not a directory";
        }
        return Objects.requireNonNullElse(
                failure.getReason(), failure.getClass().getSimpleName());
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The lock is gone with the descriptor either way.
        }
    }
}
