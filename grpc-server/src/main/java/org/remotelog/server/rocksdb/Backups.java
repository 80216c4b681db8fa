package org.remotelog.server.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.remotelog.server.StartupException;
import org.rocksdb.BackupEngine;
import org.rocksdb.BackupEngineOptions;
import org.rocksdb.BackupInfo;
import org.rocksdb.Env;
import org.rocksdb.RestoreOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * The backups of one server in a directory of their own, which is locked only while something is done
 * with it. They share the files that did not change; one that was cut off is not among them.
 */
public final class Backups {
    private final Path directory;
    private final DataFormat format;

    /**
     * @param format of the service whose backups these are, as it writes it now
     */
    public Backups(Path directory, DataFormat format) {
        this.directory = directory;
        this.format = format;
    }

    /**
     * All of them, oldest first.
     *
     * @throws StartupException if there is no such directory, or another service's, or one in use
     */
    public List<Backup> list() {
        checkExists();
        return use((engine, locked) -> list(engine));
    }

    /**
     * Restores a backup into a data directory that is empty or not there: all of it, or nothing.
     *
     * @param id the newest one if not said
     * @return what was restored
     * @throws StartupException if it cannot be; says why
     */
    public Backup restore(Optional<Integer> id, Path dataDirectory) {
        Backup backup = choose(list(), id);
        try (Restoration restoration = Restoration.begin(dataDirectory, backup.format());
                RestoreOptions options = new RestoreOptions(false)) {
            String target = restoration.database().toString();
            use((engine, locked) -> {
                engine.restoreDbFromBackup(backup.id(), target, target, options);
                return backup;
            });
            restoration.complete(); // And closed after the engine, which may write a little longer when it fails.
            return backup;
        } catch (IOException e) {
            throw new StartupException("cannot restore into " + dataDirectory + ": " + e.getMessage(), e);
        }
    }

    /** Adds a backup and deletes the oldest ones; answers the new one. */
    Backup add(OpenDatabase database, int keep) {
        return use((engine, locked) -> {
            locked.holds(format);
            database.backUp(engine, format.toString());
            engine.purgeOldBackups(keep);
            List<Backup> all = list(engine);
            return all.get(all.size() - 1);
        });
    }

    private static Backup choose(List<Backup> all, Optional<Integer> id) {
        return all.stream()
                .filter(backup -> id.isEmpty() || backup.id() == id.get())
                .max(Comparator.comparingInt(Backup::id))
                .orElseThrow(() -> new StartupException(
                        id.map(number -> "there is no backup " + number).orElse("there is no backup yet")
                                + ", there are "
                                + all.stream().map(Backup::id).toList()));
    }

    private static List<Backup> list(BackupEngine engine) {
        return engine.getBackupInfo().stream()
                .map(Backups::describe)
                .sorted(Comparator.comparingInt(Backup::id))
                .toList();
    }

    private static Backup describe(BackupInfo info) {
        return new Backup(
                info.backupId(),
                Instant.ofEpochSecond(info.timestamp()),
                info.size(),
                DataFormat.parse(info.appMetadata()));
    }

    /** Else looking for backups would make a directory that has none. */
    private void checkExists() {
        if (!Files.isDirectory(directory)) {
            throw new StartupException("there is no backup directory " + directory);
        }
    }

    private <T> T use(Use<T> use) {
        RocksDB.loadLibrary();
        Set<Integer> older = IntStream.range(0, format.version()).boxed().collect(Collectors.toSet());
        try (DataDirectory locked = DataDirectory.open(directory, format, older)) {
            Files.createDirectories(locked.database());
            try (BackupEngineOptions options =
                            new BackupEngineOptions(locked.database().toString());
                    BackupEngine engine = BackupEngine.open(Env.getDefault(), options)) {
                return use.with(engine, locked);
            }
        } catch (RocksDBException | IOException e) {
            throw new StartupException("the backups in " + directory + ": " + e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Use<T> {
        T with(BackupEngine engine, DataDirectory locked) throws RocksDBException, IOException;
    }
}
