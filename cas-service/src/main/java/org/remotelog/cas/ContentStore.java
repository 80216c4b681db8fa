package org.remotelog.cas;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.remotelog.format.Address;

/**
 * Where contents are kept. Any thread may call; no call blocks. Every operation may be repeated
 * after a failure whose outcome is unknown.
 *
 * <p>Stages fail with a {@code RemoteLogException}: OVERLOADED when too much waits, DISK_FULL,
 * DRAINING after close; anything else is a fault of the store.
 */
public interface ContentStore extends AutoCloseable {
    /**
     * Stores those that are not there yet, and writes nothing for the others.
     *
     * @return how many were not there, when all of them are durable; when it fails, some may be stored
     */
    CompletionStage<Integer> add(List<Blob> blobs);

    /**
     * What is stored under an address, whether it matches or not.
     *
     * @return fails with CONTENT_CORRUPT when the store itself finds the bytes damaged
     */
    CompletionStage<Optional<ByteString>> get(Address address);

    /** Those of the addresses that are not stored, in the order given. */
    CompletionStage<Set<Address>> missing(Set<Address> addresses);

    /**
     * Takes an entry that does not match its address, or cannot be read, out of the store, and keeps
     * for inspection what can be read of it. Leaves an entry that matches alone.
     *
     * @return whether there was such an entry
     */
    CompletionStage<Boolean> quarantine(Address address);

    @Override
    void close();
}
