package org.remotelog.ns.store;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.remotelog.format.Name;

/**
 * Where heads, the chains of their records, and the pieces of their contents are kept. Names are independent of each other.
 *
 * <p>Any thread may call; no call blocks. A stage that fails with a {@code RemoteLogException} says why (CONTENT_CORRUPT for
 * stored bytes that cannot be read, OVERLOADED, DISK_FULL, DRAINING); any other failure leaves open whether the step was
 * done, and then repeating the very same {@link #compareAndSet} is safe.
 */
public interface HeadStore {
    /** The head of a name; empty when there never was one. */
    CompletionStage<Optional<Head>> head(Name name);

    /**
     * The stored chain of a name from a sequence on (inclusive), in ascending order, the head's record included. Sequences
     * whose records are missing are left out. To go on, ask again from the last sequence + 1.
     *
     * @param limit the most records to answer
     */
    CompletionStage<List<StoredRecord>> records(Name name, long from, int limit);

    /**
     * The pieces of a content, in the order in which they are joined: the last one of the stack first. Fewer than asked for
     * when the head has moved on meanwhile.
     */
    CompletionStage<List<ByteString>> pieces(Name name, HeldContent content);

    /**
     * Applies a change if the head still is the expected one: durable when it is answered, all of it or nothing.
     *
     * @return the head that is stored afterwards: it equals {@link HeadChange#next} when this call, or an earlier one with
     *     the same change, has applied it; else it is the one to decide on anew
     */
    CompletionStage<Optional<Head>> compareAndSet(HeadChange change);
}
