package org.remotelog.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.remotelog.format.Address;
import org.remotelog.format.Page;
import org.remotelog.format.Pair;
import org.remotelog.format.RemoteLogException;

/**
 * Finds the pages between a head and a cursor: asks for all pages it knows of side by side, learns of older ones from their
 * tails and skips, and so on. Skips say only what to ask for: which page is the one before another, its tail says. Where
 * that one cannot be had, a page that a skip named leads on, when it was fetched and checked.
 */
final class PageWalk {
    /** How many pages are asked for in one round trip. */
    private static final int AT_ONCE = 256;

    /** How many bytes of pages are held at most; the newest beyond are let go of and fetched again when their turn comes. */
    private static final long HELD_BYTES = 64L * 1024 * 1024;

    private final CasClient cas;
    private final long floor;
    private final NavigableMap<Long, Node> nodes = new TreeMap<>();
    private long held;

    /** Down to here the tails were followed; null at the end. */
    private @Nullable Node next;

    private PageWalk(CasClient cas, long floor, Optional<Node> newest) {
        this.cas = cas;
        this.floor = floor;
        this.next = newest.orElse(null);
    }

    /**
     * The parts of a log from a sequence up to a page, oldest first.
     *
     * @param head a sequenced page
     * @param floor the sequence that the oldest page must hold, from 1
     */
    static List<Stretch> walk(CasClient cas, Page head, long floor) {
        PageWalk walk = new PageWalk(cas, floor, Node.before(head));
        walk.learn(head);
        Deque<Stretch> stretches = walk.run(head.oldest() - 1);
        stretches.addLast(new Stretch.Known(oldestFirst(head.pairs())));
        return new ArrayList<>(stretches);
    }

    /**
     * The parts of a log that a page owes, oldest first.
     *
     * @param hole of a page
     */
    static List<Stretch> walk(CasClient cas, Hole hole) {
        Node newest = new Node(hole.address(), hole.to(), hole.number());
        return new ArrayList<>(new PageWalk(cas, hole.from(), Optional.of(newest)).run(hole.to()));
    }

    private Deque<Stretch> run(long newest) {
        do {
            followTails();
        } while (fetchWanted());
        return assemble(newest);
    }

    private void learn(Page page) {
        page.older()
                .filter(skip -> skip.sequence() >= floor)
                .forEach(skip ->
                        nodes.putIfAbsent(skip.sequence(), new Node(skip.page(), skip.sequence(), Node.ANY_NUMBER)));
    }

    /** Goes on from tail to tail as far as pages are at hand, and puts right where a skip led to another page. */
    private void followTails() {
        while (next != null && next.newest >= floor) {
            Node node = nodes.get(next.newest);
            if (node == null || !node.address.equals(next.address)) {
                held -= node == null ? 0 : node.letGo();
                nodes.put(next.newest, next);
                return;
            }
            node.expect(next.number);
            if (node.isFaulty()) {
                node = notFaultyBelow(node.newest).orElse(null);
            }
            if (node != null && node.isWanted()) {
                return;
            }
            next = node == null ? null : node.before().orElse(null);
        }
    }

    private boolean fetchWanted() {
        Map<Address, Node> wanted = new LinkedHashMap<>();
        for (Node node : nodes.descendingMap().values()) {
            if (node.isWanted() && wanted.size() < AT_ONCE) {
                wanted.put(node.address, node);
            }
        }
        if (wanted.isEmpty()) {
            return false;
        }
        Map<Address, CasClient.Answer> answers = cas.get(wanted.keySet(), HELD_BYTES / 2);
        wanted.forEach(
                (address, node) -> Optional.ofNullable(answers.get(address)).ifPresent(answer -> take(node, answer)));
        letGo();
        return true;
    }

    private void take(Node node, CasClient.Answer answer) {
        Optional<Page> page = node.take(answer);
        if (page.isPresent()) {
            held += page.get().bytes().size();
            learn(page.get());
        }
    }

    private void letGo() {
        for (Node node : nodes.descendingMap().values()) {
            if (held <= HELD_BYTES) {
                return;
            }
            held -= node.letGo();
        }
    }

    private Deque<Stretch> assemble(long newest) {
        Deque<Stretch> stretches = new ArrayDeque<>();
        long next = newest;
        while (next >= floor) {
            Node node = nodes.get(next);
            if (node == null) {
                throw new IllegalStateException("no page was wanted for sequence " + next);
            }
            if (!node.isFaulty()) {
                stretches.addFirst(node.stretch());
                next = node.oldest - 1;
            } else {
                long from = notFaultyBelow(next).map(good -> good.newest + 1).orElse(floor);
                stretches.addFirst(new Stretch.Owed(Hole.ofPage(from, next, node.address, node.number), node.fault()));
                next = from - 1;
            }
        }
        return stretches;
    }

    private Optional<Node> notFaultyBelow(long sequence) {
        return nodes.headMap(sequence, false).descendingMap().values().stream()
                .filter(node -> !node.isFaulty())
                .findFirst();
    }

    static List<Pair> oldestFirst(List<Pair> newestFirst) {
        List<Pair> pairs = new ArrayList<>(newestFirst);
        Collections.reverse(pairs);
        return pairs;
    }

    /** A sealed page that is known of. */
    private static final class Node {
        static final long ANY_NUMBER = 0;

        private final Address address;
        private final long newest;
        private long number;
        private long oldest;
        private Optional<Address> tail = Optional.empty();
        private @Nullable Page page;
        private @Nullable LogEvent fault;

        Node(Address address, long newest, long number) {
            this.address = address;
            this.newest = newest;
            this.number = number;
        }

        static Optional<Node> before(Page page) {
            return before(page.tail(), page.oldest(), page.number());
        }

        Optional<Node> before() {
            return before(tail, oldest, number);
        }

        private static Optional<Node> before(Optional<Address> tail, long oldest, long number) {
            return tail.map(address -> new Node(address, oldest - 1, number - 1));
        }

        boolean isWanted() {
            return oldest == 0 && fault == null;
        }

        boolean isFaulty() {
            return fault != null;
        }

        LogEvent fault() {
            return Objects.requireNonNull(fault);
        }

        /** A skip led here first, and now a tail: the number must be right, too. */
        void expect(long expected) {
            if (expected != ANY_NUMBER && number != expected) {
                if (oldest != 0) {
                    fault = corrupt("it is page " + number + ", not " + expected);
                }
                number = expected;
            }
        }

        Optional<Page> take(CasClient.Answer answer) {
            if (answer instanceof CasClient.Answer.Found found) {
                try {
                    check(Page.decode(found.content()));
                } catch (RemoteLogException e) {
                    fault = corrupt(String.valueOf(e.getMessage()));
                }
            } else if (answer instanceof CasClient.Answer.Corrupt corrupt) {
                fault = corrupt(corrupt.why());
            } else if (answer instanceof CasClient.Answer.TooLong) {
                fault = corrupt(CasClient.Answer.TooLong.NO_PAGE);
            } else {
                fault = new LogEvent.Missing(address, newest);
            }
            return Optional.ofNullable(page);
        }

        private void check(Page decoded) {
            if (!decoded.isSequenced() || decoded.newest() != newest) {
                fault = corrupt(
                        "its newest message is " + decoded.newest() + ", not " + newest + ": a page of another log");
            } else if (number != ANY_NUMBER && decoded.number() != number) {
                fault = corrupt("it is page " + decoded.number() + ", not " + number);
            } else {
                page = decoded;
                oldest = decoded.oldest();
                number = decoded.number();
                tail = decoded.tail();
            }
        }

        private LogEvent corrupt(String why) {
            return new LogEvent.Corrupt(Optional.of(address), newest, why);
        }

        long letGo() {
            long bytes = page == null ? 0 : page.bytes().size();
            page = null;
            return bytes;
        }

        Stretch stretch() {
            return page == null ? new Stretch.LetGo(address, newest) : new Stretch.Known(oldestFirst(page.pairs()));
        }
    }
}
