package org.remotelog.server.rocksdb;

import com.google.common.primitives.Ints;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.StartupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a directory of an older format one of the newest, version by version. With each step the store
 * notes the version that it has reached, so that a step that was cut off before the file {@code FORMAT}
 * was written is not done twice.
 */
final class Migration {
    private static final Logger log = LoggerFactory.getLogger(Migration.class);

    private static final ByteString REACHED = ByteString.copyFromUtf8("format version");

    private final RocksConfig config;
    private final DataDirectory directory;
    private final Database database;

    Migration(RocksConfig config, DataDirectory directory, Database database) {
        this.config = config;
        this.directory = directory;
        this.database = database;
    }

    /**
     * @throws StartupException if a step fails; says why, and the directory is as it was before it
     */
    void run() {
        for (int older = directory.found().version(); older < config.format().version(); older++) {
            try {
                step(older);
            } catch (IOException | RemoteLogException | CorruptionException | EngineException e) {
                throw new StartupException(
                        "cannot make version " + (older + 1) + " of the data directory " + config.directory()
                                + ", which is of version " + older + ": " + e.getMessage(),
                        e);
            }
        }
    }

    private void step(int older) throws IOException {
        ByteString newer = ByteString.copyFrom(Ints.toByteArray(older + 1));
        database.write(batch -> batch.run(writes -> {
            if (!writes.get(Column.OWN, REACHED).equals(Optional.of(newer))) {
                Objects.requireNonNull(config.migrations().get(older)).run(writes);
                writes.put(Column.OWN, REACHED, newer);
            }
            return true;
        }));
        directory.holds(new DataFormat(config.format().service(), older + 1));
        log.info("{} was of version {}, and is now of version {}", config.directory(), older, older + 1);
    }
}
