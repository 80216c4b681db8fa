package org.remotelog.cas;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.Workers;

/**
 * The rules of the CAS. Every operation throws, or fails with, a {@code RemoteLogException} for what
 * it refuses. Safe for use by many threads; does not block.
 */
final class Cas {
    private static final Blob EMPTY = Blob.of(ByteString.EMPTY);

    private final ContentStore store;
    private final Workers workers;
    private final Limits limits;

    /**
     * @param store answers only what matches its address
     */
    Cas(ContentStore store, Workers workers, Limits limits) {
        this.store = store;
        this.workers = workers;
        this.limits = limits;
    }

    Limits limits() {
        return limits;
    }

    /** Stores a content, if it is not there yet; completes with its address when it is durable. */
    CompletionStage<Address> add(ByteString content) {
        checkLength(content);
        return workers.begin(content.size() > Workers.LONG_HASH_BYTES, () -> {
            Blob blob = Blob.of(content);
            return store(List.of(blob)).thenApply(stored -> blob.address());
        });
    }

    /**
     * Stores all of the contents that are not too long in one step.
     *
     * @return for each content its address, or why it was not stored; fails when the store fails
     */
    CompletionStage<List<Added>> addAll(List<ByteString> contents) {
        checkItems(contents.size(), "content");
        long bytes = contents.stream().mapToLong(ByteString::size).sum();
        if (bytes > limits.maxBatchBytes()) {
            throw new RemoteLogException(
                            Reason.MALFORMED_REQUEST,
                            "a batch has at most " + limits.maxBatchBytes() + " bytes of contents, not " + bytes)
                    .at("content");
        }
        return workers.begin(bytes > Workers.LONG_HASH_BYTES || contents.size() > Workers.LONG_LOOKS, () -> {
            List<Added> results = new ArrayList<>(contents.size());
            List<Blob> blobs = new ArrayList<>(contents.size());
            for (int i = 0; i < contents.size(); i++) {
                results.add(admit(contents.get(i), "content[" + i + "].data", blobs));
            }
            return store(blobs).thenApply(stored -> results);
        });
    }

    /** The content of an address; fails with CONTENT_UNKNOWN when there is none. */
    CompletionStage<ByteString> get(Address address) {
        if (address.equals(EMPTY.address())) {
            return CompletableFuture.completedFuture(ByteString.EMPTY);
        }
        return store.get(address)
                .thenApply(found -> found.orElseThrow(
                        () -> new RemoteLogException(Reason.CONTENT_UNKNOWN, "nothing is stored under " + address)))
                .thenApply(content -> fitting(address, content));
    }

    /** Which of the addresses are not stored, each once, in the order first given. */
    CompletionStage<Set<Address>> missing(List<Address> addresses) {
        checkItems(addresses.size(), "address");
        Set<Address> distinct = new LinkedHashSet<>(addresses);
        distinct.remove(EMPTY.address());
        return workers.begin(distinct.size() > Workers.LONG_LOOKS, () -> store.missing(distinct));
    }

    /** Refuses a batch of too many items. */
    void checkItems(int items, String field) {
        if (items > limits.maxBatchItems()) {
            throw new RemoteLogException(
                            Reason.MALFORMED_REQUEST,
                            "a batch has at most " + limits.maxBatchItems() + " items, not " + items)
                    .at(field);
        }
    }

    private Added admit(ByteString content, String field, List<Blob> blobs) {
        try {
            checkLength(content);
        } catch (RemoteLogException e) {
            return new Added(Optional.empty(), Optional.of(e.at(field)));
        }
        Blob blob = Blob.of(content);
        blobs.add(blob);
        return new Added(Optional.of(blob.address()), Optional.empty());
    }

    private void checkLength(ByteString content) {
        if (content.size() > limits.maxAddBytes()) {
            throw new RemoteLogException(
                    Reason.MALFORMED_CONTENT,
                    "a content has at most " + limits.maxAddBytes() + " bytes, not " + content.size());
        }
    }

    /** The empty content exists always, so it is never stored. */
    private CompletionStage<Integer> store(List<Blob> blobs) {
        List<Blob> stored =
                blobs.stream().filter(blob -> !blob.data().isEmpty()).toList();
        return stored.isEmpty() ? CompletableFuture.completedFuture(0) : store.add(stored);
    }

    private static ByteString fitting(Address address, ByteString content) {
        if (content.size() > Limits.MAX_CONTENT_BYTES) {
            throw new RemoteLogException(
                    Reason.USE_READ,
                    address + " has " + content.size() + " bytes, too many for one message: use CAS.Read");
        }
        return content;
    }

    /** What became of one content of a batch: exactly one of the two is there. */
    record Added(Optional<Address> address, Optional<RemoteLogException> refusal) {}
}
