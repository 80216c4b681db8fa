package org.remotelog.cas.content;

import com.google.protobuf.ByteString;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.remotelog.cas.store.Segment;
import org.remotelog.cas.store.Upload;
import org.remotelog.cas.store.UploadStore;
import org.remotelog.format.Address;
import org.remotelog.format.AddressDigest;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.Workers;

/**
 * One connection that sends one content. Holds what it has not committed: less than {@link #COMMIT_BYTES}, and the piece that
 * it is given. Give it a piece when the one before was taken.
 */
public final class UploadSession {
    /** Several segments share a sync, and still many uploads fit the memory. */
    private static final int COMMIT_BYTES = 8 * Segment.BYTES;

    private final UploadStore store;
    private final Workers workers;
    private final Clock clock;
    private final AddressDigest digest;
    private Upload upload;
    private long received;
    private ByteString pending = ByteString.EMPTY; // Begins where a segment does.

    /**
     * @param digest has taken what is committed
     */
    UploadSession(Upload upload, AddressDigest digest, UploadStore store, Workers workers, Clock clock) {
        this.upload = upload;
        this.digest = digest;
        this.store = store;
        this.workers = workers;
        this.clock = clock;
        this.received = upload.committed();
    }

    /** That the whole must have. */
    public Address address() {
        return upload.address();
    }

    /** Of the whole, in bytes. */
    public long size() {
        return upload.size();
    }

    /**
     * Takes the next piece.
     *
     * @param offset of the piece, from the start of the whole
     * @return whether the content is stored now; fails with OFFSET_MISMATCH when the piece is not the next one, or when
     *     another connection has gone on with this upload, and with CONTENT_MISMATCH when the whole does not hash to its
     *     address: then nothing is left of it
     */
    public CompletionStage<Boolean> accept(long offset, ByteString piece) {
        if (offset != received) {
            throw mismatch(upload.committed(), "the next piece begins at offset " + received + ", not at " + offset);
        }
        if (piece.size() > upload.size() - received) {
            throw new RemoteLogException(
                            Reason.MALFORMED_REQUEST,
                            "a piece goes beyond the " + upload.size() + " bytes of the whole")
                    .at("data");
        }
        return workers.begin(true, () -> take(piece));
    }

    /** Commits what can be; fails with OFFSET_MISMATCH, which tells where to go on. */
    public CompletionStage<Boolean> endEarly() {
        return workers.begin(true, () -> commit(pending.size() / Segment.BYTES)).thenApply(committed -> {
            throw mismatch(
                    upload.committed(),
                    "the stream ended after " + received + " of " + upload.size() + " bytes; this upload goes on");
        });
    }

    static RemoteLogException mismatch(long committed, String what) {
        return new RemoteLogException(Reason.OFFSET_MISMATCH, what + ": " + committed + " bytes are committed")
                .with("committed", Long.toString(committed));
    }

    private CompletionStage<Boolean> take(ByteString piece) {
        digest.update(piece);
        received += piece.size();
        pending = pending.concat(piece);
        if (received == upload.size()) {
            return digest.address().equals(upload.address())
                    ? commit(Segment.count(pending.size())).thenCompose(committed -> finish())
                    : refuse();
        }
        return pending.size() < COMMIT_BYTES
                ? CompletableFuture.completedFuture(false)
                : commit(pending.size() / Segment.BYTES);
    }

    /** Stores so many of the segments that are pending. */
    private CompletionStage<Boolean> commit(long segments) {
        if (segments == 0) {
            return CompletableFuture.completedFuture(false);
        }
        long first = upload.committed() / Segment.BYTES;
        List<ByteString> rows = new ArrayList<>();
        int bytes = 0;
        for (long number = first; number < first + segments; number++) {
            int length = Segment.length(upload.size(), number);
            rows.add(Segment.seal(upload.address(), number, pending.substring(bytes, bytes + length)));
            bytes += length;
        }
        // A copy, because the rest of a long piece would keep all of it in memory.
        ByteString rest = ByteString.copyFrom(pending.substring(bytes).toByteArray());
        Upload after = upload.advance(bytes, clock.instant());
        return store.append(upload, after, rows).thenApply(appended -> {
            checkStill(appended);
            upload = after;
            pending = rest;
            return false;
        });
    }

    private CompletionStage<Boolean> finish() {
        return store.finish(upload).thenApply(finished -> {
            checkStill(finished);
            return true;
        });
    }

    private CompletionStage<Boolean> refuse() {
        return store.discard(upload).thenApply(discarded -> {
            throw new RemoteLogException(
                    Reason.CONTENT_MISMATCH,
                    "these " + upload.size() + " bytes do not hash to " + upload.address()
                            + "; nothing is kept of them");
        });
    }

    private void checkStill(boolean asBelieved) {
        if (!asBelieved) {
            throw new RemoteLogException(
                    Reason.OFFSET_MISMATCH, "another connection has gone on with this upload; ask how far it is");
        }
    }
}
