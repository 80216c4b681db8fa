package org.remotelog.cas.content;

import com.google.protobuf.ByteString;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.remotelog.cas.store.Entry;
import org.remotelog.cas.store.Segment;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;

/**
 * Reads ranges of contents of any size, piece by piece. Each piece is verified, also without reading the rest of a content in
 * segments. Safe for use by many threads; does not block.
 */
public final class Downloads {
    private final Cas cas;
    private final Segments segments;

    Downloads(Cas cas, Segments segments) {
        this.cas = cas;
        this.segments = segments;
    }

    /**
     * Begins to read.
     *
     * @param offset in bytes from the start, unsigned
     * @param limit the most bytes, unsigned; 0 for all to the end
     * @return fails with CONTENT_UNKNOWN, or with OFFSET_BEYOND_END
     */
    public CompletionStage<Download> open(Address address, long offset, long limit) {
        return cas.entry(address).thenApply(entry -> {
            if (offset < 0 || offset > entry.size()) {
                throw new RemoteLogException(
                                Reason.OFFSET_BEYOND_END,
                                address + " has " + entry.size() + " bytes, none at offset "
                                        + Long.toUnsignedString(offset))
                        .at("offset");
            }
            long rest = entry.size() - offset;
            return new Download(entry, offset, offset + (limit <= 0 || limit > rest ? rest : limit));
        });
    }

    /** The number of the piece in which a range begins: there is always one, be it of no bytes. */
    public static long firstPiece(long offset) {
        return Long.divideUnsigned(offset, Segment.BYTES);
    }

    /** A range of one content. */
    public final class Download {
        private final Entry entry;
        private final long from;
        private final long to;

        private Download(Entry entry, long from, long to) {
            this.entry = entry;
            this.from = from;
            this.to = to;
        }

        /** The number behind that of the last piece. */
        public long endOfPieces() {
            return Segment.count(to);
        }

        /**
         * What of a piece is in the range.
         *
         * @param number from {@link #firstPiece} on; pieces are as long as segments, and begin where those do
         */
        public CompletionStage<Piece> piece(long number) {
            long start = Math.max(from, number * Segment.BYTES);
            long end = Math.min(to, (number + 1) * Segment.BYTES);
            return bytes(number, start, end).thenApply(data -> new Piece(start, data, entry.size()));
        }

        private CompletionStage<ByteString> bytes(long number, long start, long end) {
            if (start == end) {
                return CompletableFuture.completedFuture(ByteString.EMPTY);
            }
            if (entry.segments().isEmpty()) {
                return cas.get(entry.address()).thenApply(all -> all.substring((int) start, (int) end));
            }
            long first = number * Segment.BYTES;
            return segments.segment(entry, number)
                    .thenApply(segment -> segment.substring((int) (start - first), (int) (end - first)));
        }
    }

    /**
     * Bytes of a content.
     *
     * @param offset of the data, from the start of the content
     * @param size of the whole content
     */
    public record Piece(long offset, ByteString data, long size) {}
}
