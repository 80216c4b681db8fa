package org.remotelog.format;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.remotelog.proto.remotelog.RemoteLog;

/**
 * A page of a remote log that keeps the rules a page can be checked for by itself. The newest page, the head, is what a
 * name points at; the others are sealed: immutable, in the CAS.
 *
 * <p>A page is either <i>sequenced</i> (pairs with adjacent sequences, a number) or one of a log of 3/REMOTE-LOG alone,
 * without any sequence, number and skips.
 *
 * <p>Source: 3/REMOTE-LOG.
 */
public final class Page {
    /** The longest page: what a CAS takes in one Add by default. */
    public static final int MAX_BYTES = 4 * 1024 * 1024 - 64 * 1024;

    private final ByteString bytes;
    private final List<Pair> pairs;
    private final Optional<Address> tail;
    private final List<Skip> skips;
    private final List<String> cas;
    private final long number;

    private Page(ByteString bytes, RemoteLog log) {
        this.bytes = bytes;
        this.pairs = log.getPairList().stream().map(Pair::decode).toList();
        this.tail = optional(log.getTail()).map(Address::new);
        this.skips = log.getSkipList().stream().map(Skip::decode).toList();
        this.cas = List.copyOf(log.getCasList());
        this.number = log.getNumber();
        if (pairs.isEmpty()) {
            throw malformed("a page has at least one pair");
        }
        if (isSequenced()) {
            checkSequences();
            checkNumber();
            checkSkips();
        } else if (number != 0 || !skips.isEmpty() || pairs.stream().anyMatch(p -> p.sequence() != 0)) {
            throw malformed("a page has sequences and a number, or neither and no skips");
        }
    }

    /**
     * Reads a page.
     *
     * @throws RemoteLogException MALFORMED_PAGE, MALFORMED_ADDRESS, MALFORMED_MESSAGE (a message id that is not 32 bytes)
     */
    public static Page decode(ByteString bytes) {
        if (bytes.size() > MAX_BYTES) {
            throw malformed("a page is at most " + MAX_BYTES + " bytes, not " + bytes.size());
        }
        try {
            return new Page(bytes, RemoteLog.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw malformed("not a protobuf vac.remotelog.RemoteLog: " + e.getMessage());
        }
    }

    /**
     * Makes a page.
     *
     * @param pairs newest first
     * @param tail the next older page; empty on the first page
     * @param skips newest first
     * @param number from 1
     * @throws RemoteLogException MALFORMED_PAGE
     */
    public static Page of(List<Pair> pairs, Optional<Address> tail, List<Skip> skips, long number) {
        RemoteLog.Builder log = RemoteLog.newBuilder().setNumber(number);
        pairs.forEach(pair -> log.addPair(pair.encode()));
        tail.ifPresent(t -> log.setTail(t.bytes()));
        skips.forEach(skip -> log.addSkip(skip.encode()));
        return decode(log.build().toByteString());
    }

    /**
     * The serialized pairs: these bytes in front of a page's are that page with the pairs in front.
     *
     * @param pairs newest first
     */
    public static ByteString prefix(List<Pair> pairs) {
        RemoteLog.Builder log = RemoteLog.newBuilder();
        pairs.forEach(pair -> log.addPair(pair.encode()));
        return log.build().toByteString();
    }

    private void checkSequences() {
        for (int i = 0; i < pairs.size(); i++) {
            if (pairs.get(i).sequence() != newest() - i) {
                throw malformed("sequences go down by one: after " + newest() + " number " + i + " has "
                        + pairs.get(i).sequence());
            }
        }
        if (oldest() < 1) {
            throw malformed("sequences start at 1");
        }
    }

    private void checkNumber() {
        if (number < 1) {
            throw malformed("the number of a sequenced page is 1 to 2^63 - 1, not " + Long.toUnsignedString(number));
        }
        if ((number == 1) != tail.isEmpty()) {
            throw malformed("exactly the first page has no tail, and it is number 1, not " + number);
        }
        if (number == 1 && oldest() != 1) {
            throw malformed("the first page starts at sequence 1, not " + oldest());
        }
        if (oldest() < number) { // Each of the older pages has a message.
            throw malformed("page " + number + " cannot start at sequence " + oldest());
        }
    }

    private void checkSkips() {
        long before = oldest();
        Set<Address> seen = new HashSet<>();
        for (Skip skip : skips) {
            if (skip.sequence() >= before) {
                throw malformed(
                        "skips go from newest to oldest, before the page: " + skip.sequence() + " after " + before);
            }
            if ((skip.sequence() == oldest() - 1)
                            != tail.filter(skip.page()::equals).isPresent()
                    || !seen.add(skip.page())) {
                throw malformed("skip " + skip.sequence() + " is another page than the tail, or listed twice");
            }
            before = skip.sequence();
        }
    }

    /** The exact bytes: a sealed page's address is their address. */
    public ByteString bytes() {
        return bytes;
    }

    /** Newest first, at least one. */
    public List<Pair> pairs() {
        return pairs;
    }

    /** The next older page; empty on the first. */
    public Optional<Address> tail() {
        return tail;
    }

    /** Older pages, newest first. */
    public List<Skip> skips() {
        return skips;
    }

    /** Every page that this one names, with the sequence of its newest pair: the tail, then the skips. */
    public Stream<Skip> older() {
        Stream<Skip> first = tail.stream().map(address -> new Skip(address, oldest() - 1));
        return Stream.concat(first, skips.stream().filter(skip -> skip.sequence() != oldest() - 1));
    }

    /** Multiaddrs of CAS instances that hold the content: hints, untrusted. */
    public List<String> cas() {
        return cas;
    }

    /** From 1; 0 in a log of 3/REMOTE-LOG alone. */
    public long number() {
        return number;
    }

    /** Whether pairs have sequences. */
    public boolean isSequenced() {
        return newest() != 0;
    }

    /** The sequence of the newest pair. */
    public long newest() {
        return pairs.get(0).sequence();
    }

    /** The sequence of the oldest pair. */
    public long oldest() {
        return pairs.get(pairs.size() - 1).sequence();
    }

    static Optional<ByteString> optional(ByteString bytes) {
        return bytes.isEmpty() ? Optional.empty() : Optional.of(bytes);
    }

    static RemoteLogException malformed(String message) {
        return new RemoteLogException(Reason.MALFORMED_PAGE, message);
    }
}
