package org.remotelog.cas.content;

import com.google.protobuf.ByteString;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.remotelog.cas.store.ContentStore;
import org.remotelog.cas.store.Entry;
import org.remotelog.cas.store.Reads;
import org.remotelog.cas.store.Segment;
import org.remotelog.cas.store.SegmentStore;
import org.remotelog.cas.store.SegmentsKey;
import org.remotelog.cas.store.Upload;
import org.remotelog.cas.store.UploadId;
import org.remotelog.cas.store.UploadStore;
import org.remotelog.format.Address;
import org.remotelog.format.AddressDigest;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.Stages;
import org.remotelog.server.Workers;

/**
 * The rules for contents that come in pieces. What is committed survives the connection and the server; it becomes a content
 * only when the whole hashes to the address that the upload named first. Safe for use by many threads; does not block.
 */
public final class Uploads {
    private final ContentStore contents;
    private final SegmentStore segments;
    private final UploadStore store;
    private final Workers workers;
    private final Limits limits;
    private final Clock clock;
    private final RandomGenerator random;

    Uploads(Reads reads, UploadStore store, Workers workers, Limits limits, Clock clock, RandomGenerator random) {
        this.contents = reads.contents();
        this.segments = reads.segments();
        this.store = store;
        this.workers = workers;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Begins an upload, or goes on with one.
     *
     * @param size of the whole, in bytes, unsigned
     * @param offset of what the client sends first
     * @return fails with OFFSET_MISMATCH when that is not what is committed; with MALFORMED_CONTENT when the size is over the
     *     limit
     */
    public CompletionStage<Opened> open(UploadId id, Address address, long size, long offset) {
        if (size < 0 || size > limits.maxWriteBytes()) {
            throw new RemoteLogException(
                            Reason.MALFORMED_CONTENT,
                            "a content has at most " + limits.maxWriteBytes() + " bytes, not "
                                    + Long.toUnsignedString(size))
                    .at("size");
        }
        return stored(address)
                .thenCompose(found -> found.isPresent()
                        ? CompletableFuture.completedFuture(
                                new Opened.Stored(found.get().size()))
                        : proceed(id, address, size, offset).thenApply(Opened.Sending::new));
    }

    /** How far an upload is; an unknown one has nothing. */
    public CompletionStage<Status> status(UploadId id) {
        return store.find(id).thenCompose(found -> {
            if (found.isEmpty()) {
                return CompletableFuture.completedFuture(new Status(0, false));
            }
            return stored(found.get().address())
                    .thenApply(entry -> entry.map(complete -> new Status(complete.size(), true))
                            .orElseGet(() -> new Status(
                                    found.get().finished() ? 0 : found.get().committed(), false)));
        });
    }

    private CompletionStage<Optional<Entry>> stored(Address address) {
        if (address.equals(Address.of(ByteString.EMPTY))) {
            return CompletableFuture.completedFuture(Optional.of(new Entry(address, 0, Optional.empty())));
        }
        return contents.find(Set.of(address))
                .thenApply((Map<Address, Entry> found) -> Optional.ofNullable(found.get(address)));
    }

    private CompletionStage<UploadSession> proceed(UploadId id, Address address, long size, long offset) {
        if (size == 0) {
            throw new RemoteLogException(Reason.CONTENT_MISMATCH, "no bytes do not hash to " + address);
        }
        return store.find(id).thenCompose(found -> {
            if (found.isEmpty()) {
                return resume(fresh(id, address, size), offset);
            }
            Upload upload = found.get();
            if (!upload.address().equals(address) || upload.size() != size) {
                throw new RemoteLogException(Reason.MALFORMED_REQUEST, "upload " + id + " is one of another content")
                        .at("upload_id");
            }
            // A finished one whose content is gone, because it was found corrupt: begin anew.
            return upload.finished() ? restart(upload, offset) : resume(upload, offset);
        });
    }

    private Upload fresh(UploadId id, Address address, long size) {
        byte[] key = new byte[SegmentsKey.BYTES];
        random.nextBytes(key);
        return Upload.begin(id, address, size, new SegmentsKey(ByteString.copyFrom(key)), clock.instant());
    }

    private CompletionStage<UploadSession> restart(Upload upload, long offset) {
        return store.discard(upload)
                .thenCompose(discarded -> resume(fresh(upload.id(), upload.address(), upload.size()), offset));
    }

    private CompletionStage<UploadSession> resume(Upload upload, long offset) {
        if (offset != upload.committed()) {
            throw UploadSession.mismatch(upload.committed(), "this upload goes on");
        }
        AddressDigest digest = new AddressDigest();
        return Stages.inTurn(
                        LongStream.range(0, Segment.count(upload.committed())).iterator(),
                        number -> segments.segment(upload.address(), upload.size(), upload.key(), number)
                                .thenAccept(digest::update))
                .thenApply(hashed -> new UploadSession(upload, digest, store, workers, clock))
                .exceptionallyCompose(failure ->
                        Quarantine.isCorrupt(failure) ? beginAgain(upload) : CompletableFuture.failedFuture(failure));
    }

    /** What is committed has gone bad: the client sends it again. */
    private CompletionStage<UploadSession> beginAgain(Upload upload) {
        return store.discard(upload).thenApply(discarded -> {
            throw UploadSession.mismatch(0, "what was committed is damaged; this upload begins again");
        });
    }

    /** What an upload comes to when it is opened. */
    public sealed interface Opened {
        /** The content is there already: nothing has to be sent. */
        record Stored(long size) implements Opened {}

        /** Send it here. */
        record Sending(UploadSession session) implements Opened {}
    }

    /**
     * How far an upload is.
     *
     * @param committed bytes
     * @param complete whether the whole is a content
     */
    public record Status(long committed, boolean complete) {}
}
