package org.remotelog.cas.rocksdb;

import com.google.common.primitives.Longs;
import com.google.protobuf.ByteString;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.remotelog.cas.Blob;
import org.remotelog.cas.ContentStore;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.ServiceContext;
import org.remotelog.server.Stages;
import org.remotelog.server.StartupException;
import org.remotelog.server.rocksdb.Column;
import org.remotelog.server.rocksdb.CorruptionException;
import org.remotelog.server.rocksdb.DataFormat;
import org.remotelog.server.rocksdb.RestoreCommand;
import org.remotelog.server.rocksdb.RocksConfig;
import org.remotelog.server.rocksdb.RocksEngine;
import org.remotelog.server.rocksdb.View;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contents in the embedded engine. The key is the SHA-256 in the address: the four bytes before it
 * are the same in all of them. Whether a content exists is asked of a column that has only sizes,
 * because to ask it of the contents would read them.
 */
public final class RocksContentStore implements ContentStore {
    private static final Logger log = LoggerFactory.getLogger(RocksContentStore.class);

    private static final DataFormat FORMAT = new DataFormat("cas", 1);

    /** SHA-256 to the content's size, 8 bytes big-endian. */
    private static final Column SIZES = new Column("sizes", Column.Values.SMALL);

    /** SHA-256 to the content. */
    private static final Column CONTENTS = new Column("contents", Column.Values.CONTENTS);

    /** SHA-256 to what was stored there instead of the content; empty where it could not be read. */
    private static final Column QUARANTINE = new Column("quarantine", Column.Values.CONTENTS);

    private final RocksEngine engine;

    private RocksContentStore(RocksEngine engine) {
        this.engine = engine;
    }

    /** The command that restores a backup of such a store. */
    public static Runnable restore() {
        return new RestoreCommand(FORMAT);
    }

    /**
     * Opens the store in the data directory of a service.
     *
     * @throws StartupException if it cannot be opened
     */
    public static RocksContentStore open(ServiceContext context) {
        RocksConfig config = new RocksConfig(
                context.config().dataDir(),
                FORMAT,
                List.of(SIZES, CONTENTS, QUARANTINE),
                context.config().store());
        return new RocksContentStore(RocksEngine.open(config, context.workers(), context.meters()));
    }

    @Override
    public CompletionStage<Integer> add(List<Blob> blobs) {
        long bytes = blobs.stream().mapToLong(blob -> blob.data().size()).sum();
        return engine.commit(bytes, batch -> {
            int added = 0;
            for (Blob blob : blobs) {
                ByteString key = key(blob.address());
                if (!exists(batch, key)) {
                    batch.put(SIZES, key, size(blob.data()));
                    batch.put(CONTENTS, key, blob.data());
                    added++;
                }
            }
            return added;
        });
    }

    @Override
    public CompletionStage<Optional<ByteString>> get(Address address) {
        return engine.get(CONTENTS, key(address)).exceptionally(failure -> {
            Throwable cause = Stages.causeOf(failure);
            if (cause instanceof CorruptionException) {
                throw new RemoteLogException(
                        Reason.CONTENT_CORRUPT, null, "what is stored under " + address + " is damaged", cause);
            }
            throw new CompletionException(failure);
        });
    }

    @Override
    public CompletionStage<Set<Address>> missing(Set<Address> addresses) {
        return engine.read(view -> {
            Set<Address> missing = new LinkedHashSet<>();
            for (Address address : addresses) {
                if (!exists(view, key(address))) {
                    missing.add(address);
                }
            }
            return missing;
        });
    }

    @Override
    public CompletionStage<Boolean> quarantine(Address address) {
        ByteString key = key(address);
        return engine.commit(0, batch -> {
            Optional<ByteString> evidence = evidence(batch, address);
            evidence.ifPresent(bytes -> {
                batch.put(QUARANTINE, key, bytes);
                batch.delete(SIZES, key);
                batch.delete(CONTENTS, key);
            });
            return evidence.isPresent();
        });
    }

    @Override
    public void close() {
        engine.close();
    }

    /** What is stored in place of the content: none when nothing is, or when it is right; empty when unreadable. */
    private static Optional<ByteString> evidence(View view, Address address) {
        try {
            return view.get(CONTENTS, key(address)).filter(bytes -> !address.matches(bytes));
        } catch (CorruptionException e) {
            return Optional.of(ByteString.EMPTY);
        }
    }

    /** Where the answer cannot be read it is no: then the content is added again, which writes the answer anew. */
    private static boolean exists(View view, ByteString key) {
        try {
            return view.get(SIZES, key).isPresent();
        } catch (CorruptionException e) {
            log.error("cannot tell whether {} is stored: {}", Address.ofHash(key), e.getMessage());
            return false;
        }
    }

    private static ByteString key(Address address) {
        return address.hash();
    }

    private static ByteString size(ByteString content) {
        return ByteString.copyFrom(Longs.toByteArray(content.size()));
    }
}
