package org.remotelog.client;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.remotelog.format.Address;
import org.remotelog.format.MvdsMessage;
import org.remotelog.format.Page;
import org.remotelog.format.Pair;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.Skip;
import org.remotelog.format.SkipRule;

/** Lays out appended messages in pages: embeds, seals, lists skips. Nothing here talks to a service but the index. */
final class Composer {
    private final PageIndex index;
    private final int maxHeadBytes;
    private final int maxEmbedBytes;

    /** The head that was composed last: what the index knows is true of this one and of no other. */
    private Optional<Page> composed = Optional.empty();

    /**
     * @param maxHeadBytes an append that would take a head past this seals it first
     * @param maxEmbedBytes a longer message is never embedded
     */
    Composer(PageIndex index, int maxHeadBytes, int maxEmbedBytes) {
        this.index = index;
        this.maxHeadBytes = maxHeadBytes;
        this.maxEmbedBytes = maxEmbedBytes;
    }

    /**
     * @param published the head that the messages come on top of
     * @param messages oldest first, at least one
     * @throws RemoteLogException MALFORMED_PAGE if the published head has no sequences
     */
    Composition compose(Optional<Page> published, Mode mode, List<MvdsMessage> messages) {
        if (published.isPresent() && !published.get().isSequenced()) {
            throw new RemoteLogException(
                    Reason.MALFORMED_PAGE, "this log was written without sequences: it can be read, not appended to");
        }
        if (published.isEmpty() || !published.map(Page::bytes).equals(composed.map(Page::bytes))) {
            index.clear(); // The first one of this writer; or another writer's, after pages that were sealed in vain.
        }
        composed = Optional.empty();
        published.ifPresent(index::learn);
        Map<Address, ByteString> uploads = new LinkedHashMap<>();
        Draft draft = published.map(Draft::new).orElseGet(Draft::new);
        for (MvdsMessage message : messages) {
            Pair pair = mode.pair(message, draft.newest() + 1, maxEmbedBytes);
            pair.address().ifPresent(address -> uploads.put(address, message.bytes()));
            int bytes = Page.prefix(List.of(pair)).size();
            if (draft.isFull(mode, bytes)) {
                Page sealed = draft.seal();
                Address address = Address.of(sealed.bytes());
                uploads.put(address, sealed.bytes());
                draft = new Draft(sealed, address, mode);
            }
            draft.add(pair, bytes);
        }
        Composition composition = draft.finish(mode, uploads);
        composed = Optional.of(composition.head());
        return composition;
    }

    /** A head in the making. */
    private final class Draft {
        private final @Nullable Page below;
        private final Optional<Address> tail;
        private final List<Skip> skips;
        private final long number;
        private final Deque<Pair> added = new ArrayDeque<>();
        private long newest;
        private long bytes;

        /** The first head of a log. */
        Draft() {
            this(null, Optional.empty(), List.of(), 1, 0);
        }

        /** The published head, to be continued. */
        Draft(Page published) {
            this(published, published.tail(), published.skips(), published.number(), published.newest());
            bytes = published.bytes().size();
        }

        /** The head that comes after a page was sealed. */
        Draft(Page sealed, Address address, Mode mode) {
            this(
                    null,
                    Optional.of(address),
                    index.afterSealing(sealed, address, SkipRule.listedByHead(sealed.number() + 1, mode.pageSize())),
                    sealed.number() + 1,
                    sealed.newest());
            bytes = (1 + (long) skips.size()) * SKIP_BYTES;
        }

        private Draft(@Nullable Page below, Optional<Address> tail, List<Skip> skips, long number, long newest) {
            this.below = below;
            this.tail = tail;
            this.skips = skips;
            this.number = number;
            this.newest = newest;
        }

        long newest() {
            return newest;
        }

        boolean isFull(Mode mode, int moreBytes) {
            int pairs = size();
            return pairs > 0 && (pairs >= mode.pageSize() || bytes + moreBytes > maxHeadBytes);
        }

        private int size() {
            return added.size() + (below == null ? 0 : below.pairs().size());
        }

        void add(Pair pair, int pairBytes) {
            added.addFirst(pair);
            bytes += pairBytes;
            newest++;
        }

        Page seal() {
            List<Pair> pairs = allPairs().stream().map(Pair::withoutStoredData).toList();
            return Page.of(pairs, tail, index.find(SkipRule.listedBySealed(number)), number);
        }

        Composition finish(Mode mode, Map<Address, ByteString> uploads) {
            Optional<List<Pair>> trimmed = Trim.to(mode, allPairs());
            if (below == null || trimmed.isPresent()) {
                return new Composition(
                        Page.of(trimmed.orElseGet(this::allPairs), tail, skips, number), Optional.empty(), uploads);
            }
            ByteString prefix = Page.prefix(List.copyOf(added));
            return new Composition(Page.decode(prefix.concat(below.bytes())), Optional.of(prefix), uploads);
        }

        private List<Pair> allPairs() {
            List<Pair> pairs = new ArrayList<>(added);
            if (below != null) {
                pairs.addAll(below.pairs());
            }
            return pairs;
        }
    }

    /** About what a skip takes in a page, and tail and number together: a 36-byte address, a number, tags and lengths. */
    private static final int SKIP_BYTES = 48;
}
