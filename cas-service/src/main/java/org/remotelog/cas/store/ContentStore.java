package org.remotelog.cas.store;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.remotelog.format.Address;

/**
 * Contents that are stored whole, and the index of all contents. Any thread may call; no call blocks. Every operation may
 * be repeated after a failure whose outcome is unknown.
 *
 * <p>Stages fail with a {@code RemoteLogException}: OVERLOADED when too much waits, DISK_FULL,
 * DRAINING after close; anything else is a fault of the store.
 */
public interface ContentStore {
    /**
     * Stores those that are not there yet, and writes nothing for the others.
     *
     * @return how many were not there, when all of them are durable; when it fails, some may be stored
     */
    CompletionStage<Integer> add(List<Blob> blobs);

    /**
     * What is stored whole under an address, whether it matches or not.
     *
     * @return fails with CONTENT_CORRUPT when the store itself finds the bytes damaged
     */
    CompletionStage<Optional<ByteString>> get(Address address);

    /**
     * What is stored whole under some of the addresses: under one at least, and under as many as fit.
     *
     * @param addresses distinct, not none
     * @param maxBytes of contents to answer; a single one may be longer
     */
    CompletionStage<Map<Address, Lookup>> getSome(List<Address> addresses, long maxBytes);

    /** What the index says of those that are stored, whole or in segments; exact. In the order given. */
    CompletionStage<Map<Address, Entry>> find(Set<Address> addresses);
}
