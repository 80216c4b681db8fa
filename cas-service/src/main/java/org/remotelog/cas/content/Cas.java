package org.remotelog.cas.content;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.remotelog.cas.store.Blob;
import org.remotelog.cas.store.ContentStore;
import org.remotelog.cas.store.Entry;
import org.remotelog.cas.store.Lookup;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.Stages;
import org.remotelog.server.Workers;

/**
 * The rules for contents that fit a message. Every operation throws, or fails with, a {@code RemoteLogException} for what
 * it refuses. Safe for use by many threads; does not block.
 */
public final class Cas {
    private static final Blob EMPTY = Blob.of(ByteString.EMPTY);

    private final ContentStore store;
    private final Segments segments;
    private final Quarantine quarantine;
    private final Workers workers;
    private final Limits limits;

    /**
     * @param store answers only what matches its address
     */
    Cas(ContentStore store, Segments segments, Quarantine quarantine, Workers workers, Limits limits) {
        this.store = store;
        this.segments = segments;
        this.quarantine = quarantine;
        this.workers = workers;
        this.limits = limits;
    }

    /** The limits in force. */
    public Limits limits() {
        return limits;
    }

    /** Stores a content, if it is not there yet; completes with its address when it is durable. */
    public CompletionStage<Address> add(ByteString content) {
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
    public CompletionStage<List<Added>> addAll(List<ByteString> contents) {
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

    /** The content of an address; fails with CONTENT_UNKNOWN when there is none, with USE_READ when it fits no message. */
    public CompletionStage<ByteString> get(Address address) {
        if (address.equals(EMPTY.address())) {
            return CompletableFuture.completedFuture(ByteString.EMPTY);
        }
        return store.get(address)
                .thenCompose(found ->
                        found.isPresent() ? CompletableFuture.completedFuture(found.get()) : notWhole(address));
    }

    /**
     * The contents of some of the addresses: of one at least, and of as many as fit. Call it on a worker.
     *
     * @param addresses distinct, not none
     * @param maxBytes of contents to answer; a single one may be longer
     * @return each {@link Lookup.Found} or {@link Lookup.Failed}
     */
    public CompletionStage<Map<Address, Lookup>> getSome(List<Address> addresses, long maxBytes) {
        if (addresses.get(0).equals(EMPTY.address())) {
            return CompletableFuture.completedFuture(Map.of(EMPTY.address(), new Lookup.Found(ByteString.EMPTY)));
        }
        return store.getSome(addresses, maxBytes).thenCompose(found -> {
            Map<Address, Lookup> answers = new LinkedHashMap<>(found);
            Iterator<Address> absent = found.keySet().stream()
                    .filter(address -> found.get(address) instanceof Lookup.Absent)
                    .iterator();
            return Stages.inTurn(absent, address -> lookUp(address).thenAccept(one -> answers.put(address, one)))
                    .thenApply(all -> answers);
        });
    }

    /** One content, whose failure is its own. */
    private CompletionStage<Lookup> lookUp(Address address) {
        return get(address).<Lookup>thenApply(Lookup.Found::new).exceptionally(failure -> {
            if (Stages.causeOf(failure) instanceof RemoteLogException refusal) {
                return new Lookup.Failed(refusal);
            }
            throw new CompletionException(failure);
        });
    }

    /** Which of the addresses are not stored, each once, in the order first given. */
    public CompletionStage<Set<Address>> missing(List<Address> addresses) {
        checkItems(addresses.size(), "address");
        Set<Address> distinct = new LinkedHashSet<>(addresses);
        distinct.remove(EMPTY.address());
        return workers.begin(
                distinct.size() > Workers.LONG_LOOKS,
                () -> store.find(distinct).thenApply(found -> {
                    distinct.removeAll(found.keySet());
                    return distinct;
                }));
    }

    /** What the index says of a content; fails with CONTENT_UNKNOWN when there is none. */
    CompletionStage<Entry> entry(Address address) {
        if (address.equals(EMPTY.address())) {
            return CompletableFuture.completedFuture(new Entry(address, 0, Optional.empty()));
        }
        return store.find(Set.of(address)).thenApply(found -> {
            Entry entry = found.get(address);
            if (entry == null) {
                throw new RemoteLogException(Reason.CONTENT_UNKNOWN, "nothing is stored under " + address);
            }
            return entry;
        });
    }

    /** Refuses a batch of too many items. */
    public void checkItems(int items, String field) {
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
                    "a content has at most " + limits.maxAddBytes() + " bytes, not " + content.size()
                            + "; longer ones go by CAS.Write");
        }
    }

    /** The empty content exists always, so it is never stored. */
    private CompletionStage<Integer> store(List<Blob> blobs) {
        List<Blob> stored =
                blobs.stream().filter(blob -> !blob.data().isEmpty()).toList();
        return stored.isEmpty() ? CompletableFuture.completedFuture(0) : store.add(stored);
    }

    /** A content that was not found whole: there is none, or it is in segments, or the index is alone in knowing it. */
    private CompletionStage<ByteString> notWhole(Address address) {
        return entry(address).thenCompose(entry -> {
            if (entry.size() > Limits.MAX_CONTENT_BYTES) {
                throw new RemoteLogException(
                        Reason.USE_READ,
                        address + " has " + entry.size() + " bytes, too many for one message: use CAS.Read");
            }
            return entry.segments().isPresent() ? segments.join(entry) : unfounded(address);
        });
    }

    /** The index says that a content is stored whole, and it was not found: lost, or added this very moment. */
    private CompletionStage<ByteString> unfounded(Address address) {
        RemoteLogException lost =
                new RemoteLogException(Reason.CONTENT_CORRUPT, "what was stored under " + address + " is gone");
        return quarantine.take(address, Optional.empty(), lost).thenCompose(taken -> {
            if (taken) {
                throw lost;
            }
            return store.get(address)
                    .thenApply(found -> found.orElseThrow(() ->
                            new RemoteLogException(Reason.CONTENT_UNKNOWN, "nothing is stored under " + address)));
        });
    }

    /** What became of one content of a batch: exactly one of the two is there. */
    public record Added(Optional<Address> address, Optional<RemoteLogException> refusal) {}
}
