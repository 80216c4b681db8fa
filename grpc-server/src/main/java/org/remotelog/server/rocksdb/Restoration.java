package org.remotelog.server.rocksdb;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.stream.Stream;
import org.remotelog.server.StartupException;

/**
 * A data directory that is being filled, all or nothing: the database gets its name when it is complete
 * and on disk. Within the directory, which may be a file system of its own, that cannot be renamed.
 */
final class Restoration implements AutoCloseable {
    /** What may be there: nothing of it is data, as long as there is no database. */
    private static final Set<String> NO_DATA =
            Set.of("LOCK", DataDirectory.FORMAT, DataDirectory.RESTORING, "lost+found");

    private final Path path;
    private final DataDirectory directory;
    private boolean complete;

    private Restoration(Path path, DataDirectory directory) {
        this.path = path;
        this.directory = directory;
    }

    /**
     * @throws StartupException if the directory is not empty, or cannot be used
     */
    static Restoration begin(Path path, DataFormat format) throws IOException {
        checkEmpty(path);
        Files.createDirectories(path);
        delete(path.resolve(DataDirectory.RESTORING)); // Of one that was cut off.
        Files.deleteIfExists(path.resolve(DataDirectory.FORMAT));
        DataDirectory directory = DataDirectory.open(path, format, Set.of());
        Files.createDirectory(path.resolve(DataDirectory.RESTORING));
        return new Restoration(path, directory);
    }

    /** Where the database is to be put. */
    Path database() {
        return path.resolve(DataDirectory.RESTORING);
    }

    /** Makes it the database of the directory. */
    void complete() throws IOException {
        try (Stream<Path> files = Files.walk(database())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                sync(file);
            }
        }
        Files.move(database(), directory.database(), StandardCopyOption.ATOMIC_MOVE);
        sync(path);
        complete = true;
    }

    /** Leaves nothing, if it is not complete. */
    @Override
    public void close() throws IOException {
        try {
            if (!complete) {
                Files.deleteIfExists(path.resolve(DataDirectory.FORMAT));
                delete(database());
            }
        } finally {
            directory.close();
        }
    }

    private static void checkEmpty(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.list(path)) {
            files.filter(file -> !NO_DATA.contains(file.getFileName().toString()))
                    .findAny()
                    .ifPresent(file -> {
                        throw new StartupException("the data directory " + path + " is not empty: it has "
                                + file.getFileName() + ". Restore into an empty one, or into one that does not exist");
                    });
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            MoreFiles.deleteRecursively(tree, RecursiveDeleteOption.ALLOW_INSECURE);
        }
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            channel.force(true);
        }
    }
}
