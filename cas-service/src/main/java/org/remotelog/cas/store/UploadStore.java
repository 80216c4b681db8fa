package org.remotelog.cas.store;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Uploads that are under way. Each step is atomic, and refused when the upload is not as the caller believes: so of two
 * connections that continue one upload, one loses and asks again. Threads, failures: as {@link ContentStore}.
 */
public interface UploadStore {
    /** The upload of this id, if there is one. */
    CompletionStage<Optional<Upload>> find(UploadId id);

    /**
     * Stores the next segments.
     *
     * @param before how far the upload is; one that has nothing committed is begun
     * @param after the same, with these segments committed
     * @param segments as {@link Segment#seal} made them
     * @return whether the upload was as {@code before} says; completes when all is durable
     */
    CompletionStage<Boolean> append(Upload before, Upload after, List<ByteString> segments);

    /**
     * Makes a content of an upload that is whole; keeps the upload, so that a client that did not hear of it can ask. If
     * the content is stored already, the segments are given up.
     *
     * @return whether the upload was as given
     */
    CompletionStage<Boolean> finish(Upload whole);

    /** Forgets an upload, and the segments of one that is not finished; when it is as given. */
    CompletionStage<Boolean> discard(Upload upload);

    /** Some uploads in the order of their ids, those behind an id, or from the first on; none when there are no more. */
    CompletionStage<List<Upload>> list(Optional<UploadId> after, int limit);
}
