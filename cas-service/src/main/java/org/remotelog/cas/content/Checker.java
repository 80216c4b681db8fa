package org.remotelog.cas.content;

import com.google.protobuf.ByteString;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.remotelog.cas.store.ContentStore;
import org.remotelog.cas.store.Entry;
import org.remotelog.cas.store.Reads;
import org.remotelog.cas.store.Segment;
import org.remotelog.cas.store.Stores;
import org.remotelog.format.AddressDigest;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.Stages;
import org.remotelog.server.Workers;

/** Reads whole entries to see whether they are right; those that are not go to quarantine. Blocks: for threads of its callers' own. */
final class Checker {
    private final ContentStore verified;
    private final Segments segments;
    private final Quarantine quarantine;

    private Checker(ContentStore verified, Segments segments, Quarantine quarantine) {
        this.verified = verified;
        this.segments = segments;
        this.quarantine = quarantine;
    }

    static Checker of(Stores stores, Workers workers, Quarantine quarantine) {
        Reads reads = stores.inPassing();
        return new Checker(
                new VerifiedStore(reads.contents(), workers, quarantine),
                new Segments(reads.segments(), quarantine),
                quarantine);
    }

    /**
     * Checks one entry.
     *
     * @return why it is corrupt; none when it is intact
     */
    Optional<String> check(Entry entry, Pace pace) throws InterruptedException {
        try {
            return entry.segments().isPresent() ? checkSegments(entry, pace) : checkWhole(entry, pace);
        } catch (RemoteLogException e) {
            if (Quarantine.isCorrupt(e)) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private Optional<String> checkWhole(Entry entry, Pace pace) throws InterruptedException {
        pace.read(entry.size());
        if (await(verified.get(entry.address())).isPresent()) {
            return Optional.empty();
        }
        RemoteLogException lost =
                new RemoteLogException(Reason.CONTENT_CORRUPT, "the index has it, the contents do not");
        return await(quarantine.take(entry.address(), Optional.empty(), lost))
                ? Optional.of(String.valueOf(lost.getMessage()))
                : Optional.empty(); // Somebody has just taken it out.
    }

    private Optional<String> checkSegments(Entry entry, Pace pace) throws InterruptedException {
        AddressDigest digest = new AddressDigest();
        for (long number = 0; number < Segment.count(entry.size()); number++) {
            pace.read(Segment.BYTES);
            ByteString segment = await(segments.segment(entry, number));
            digest.update(segment);
        }
        if (digest.address().equals(entry.address())) {
            return Optional.empty();
        }
        RemoteLogException mismatch = Segments.mismatch(entry);
        await(quarantine.take(entry.address(), entry.segments(), mismatch));
        return Optional.of(String.valueOf(mismatch.getMessage()));
    }

    /** The value of a stage; throws what it failed with. */
    static <T> T await(CompletionStage<T> stage) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException | CancellationException e) {
            if (Stages.causeOf(e) instanceof RemoteLogException refusal) {
                throw refusal;
            }
            throw new CompletionException(Stages.causeOf(e));
        }
    }
}
