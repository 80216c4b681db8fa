package org.remotelog.client;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a client keeps what it must remember between two runs: a directory, or, for tests and throw-away readers, nothing
 * but memory. What was saved survives a crash: a file is written anew beside the old one, synced, and put in its place.
 */
public final class Home {
    private final Optional<Path> directory;
    private final Map<String, ByteString> memory = new ConcurrentHashMap<>();

    private Home(Optional<Path> directory) {
        this.directory = directory;
    }

    /** A directory; made when it is first needed. */
    public static Home at(Path directory) {
        return new Home(Optional.of(directory));
    }

    /** Forgets everything with the process. */
    public static Home inMemory() {
        return new Home(Optional.empty());
    }

    /**
     * Keeps other processes, and other objects of this one, from using the same name at the same time.
     *
     * @throws IllegalStateException if it is in use
     */
    AutoCloseable lock(String name) {
        if (directory.isEmpty()) {
            return () -> {};
        }
        try {
            Files.createDirectories(directory.get());
            FileChannel channel =
                    FileChannel.open(file(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new IllegalStateException(file(name + ".lock") + " is held: another process uses this home");
            }
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the home " + directory.get() + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** What was saved under a name. */
    Optional<ByteString> load(String name) {
        if (directory.isEmpty()) {
            return Optional.ofNullable(memory.get(name));
        }
        Path file = file(name);
        try {
            return Files.exists(file) ? Optional.of(ByteString.copyFrom(Files.readAllBytes(file))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Saves bytes under a name. When it returns, they are on disk. */
    void save(String name, ByteString bytes) {
        if (directory.isEmpty()) {
            memory.put(name, bytes);
            return;
        }
        Path file = file(name);
        Path fresh = file(name + ".new");
        try {
            try (FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                for (ByteBuffer buffer : bytes.asReadOnlyByteBufferList()) {
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel parent = FileChannel.open(directory.get(), StandardOpenOption.READ)) {
                parent.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private Path file(String name) {
        return directory.orElseThrow().resolve(name);
    }
}
