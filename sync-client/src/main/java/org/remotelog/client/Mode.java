package org.remotelog.client;

import org.remotelog.format.MvdsMessage;
import org.remotelog.format.Pair;

/**
 * How a writer lays out what it appends: how many messages to a page, and which of them stand in the page itself. A choice
 * per append: pages of different modes may follow each other, and a reader reads them all.
 *
 * @param pageSize the append that finds the head with so many messages seals it first
 * @param embedding which messages stand in the page
 * @param newest with {@link Embedding#NEWEST}: how many messages at least
 * @param newestBytes with {@link Embedding#NEWEST}: or how many bytes of them, when positive
 */
public record Mode(int pageSize, Embedding embedding, int newest, int newestBytes) {
    /** How many messages a page holds when nothing else is said. */
    public static final int DEFAULT_PAGE_SIZE = 64;

    /** How many of the newest messages a mixed head embeds when nothing else is said. */
    public static final int DEFAULT_NEWEST = 16;

    /** Which messages stand in the page itself. */
    public enum Embedding {
        /** All of them, and the CAS gets only what is too long to embed. */
        ALL,
        /** None: the page has addresses. */
        NONE,
        /** At least the newest, which the CAS has as well. */
        NEWEST
    }

    /**
     * @throws IllegalArgumentException if a number is out of range
     */
    public Mode {
        if (pageSize < 1) {
            throw new IllegalArgumentException("a page holds at least one message, not " + pageSize);
        }
        if (embedding == Embedding.NEWEST && (newest < 0 || newestBytes < 0 || (newest == 0) == (newestBytes == 0))) {
            throw new IllegalArgumentException("mixed embeds the newest messages by their number or by their bytes");
        }
    }

    /** Everything in the head; sealed by its bytes only. Few calls, and no CAS while the log is short. */
    public static Mode full() {
        return new Mode(Integer.MAX_VALUE, Embedding.ALL, 0, 0);
    }

    /** Pages of {@value #DEFAULT_PAGE_SIZE} addresses. */
    public static Mode page() {
        return page(DEFAULT_PAGE_SIZE);
    }

    /** Pages of addresses. */
    public static Mode page(int pageSize) {
        return new Mode(pageSize, Embedding.NONE, 0, 0);
    }

    /** A page for each message: the smallest head. */
    public static Mode linked() {
        return page(1);
    }

    /** Pages of {@value #DEFAULT_PAGE_SIZE} addresses, the newest {@value #DEFAULT_NEWEST} messages embedded. */
    public static Mode mixed() {
        return mixed(DEFAULT_PAGE_SIZE, DEFAULT_NEWEST);
    }

    /** Pages of addresses, the newest messages embedded as well. */
    public static Mode mixed(int pageSize, int newest) {
        return new Mode(pageSize, Embedding.NEWEST, newest, 0);
    }

    /** Pages of addresses, the newest messages that fit a budget embedded as well. */
    public static Mode mixedBytes(int pageSize, int newestBytes) {
        return new Mode(pageSize, Embedding.NEWEST, 0, newestBytes);
    }

    Pair pair(MvdsMessage message, long sequence, int maxEmbedBytes) {
        boolean tooLong = message.bytes().size() > maxEmbedBytes;
        if (tooLong || embedding == Embedding.NONE) {
            return Pair.stored(message, sequence);
        }
        return embedding == Embedding.ALL
                ? Pair.embedded(message, sequence)
                : Pair.storedAndEmbedded(message, sequence);
    }
}
