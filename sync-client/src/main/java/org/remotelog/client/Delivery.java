package org.remotelog.client;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.remotelog.format.Address;
import org.remotelog.format.MessageId;
import org.remotelog.format.MvdsMessage;
import org.remotelog.format.Page;
import org.remotelog.format.Pair;
import org.remotelog.format.RemoteLogException;

/**
 * Hands the messages of stretches to a listener, oldest first: gets those that the pages do not have from the CAS, a window
 * at a time, verifies each, and tells after each window how far it is.
 */
final class Delivery {
    /** How many messages are fetched with one call. */
    private static final int WINDOW = 512;

    /** How many bytes of messages are held at most, but for a single one that is longer than a batch. */
    private static final long HELD_BYTES = 32L * 1024 * 1024;

    /** Takes note of what was delivered, after the listener has flushed it. */
    interface Cursor {
        /**
         * Moves.
         *
         * @param owed what could not be delivered in this window
         */
        void moveTo(long sequence, Optional<MessageId> id, List<Hole> owed);
    }

    private final CasClient cas;
    private final MessageLimit limit;
    private final LogListener listener;
    private final Cursor cursor;
    private final long newest;

    private final List<Pair> window = new ArrayList<>();
    private final List<Hole> owed = new ArrayList<>();
    private long position;
    private Optional<MessageId> lastId = Optional.empty();
    private long delivered;

    Delivery(CasClient cas, MessageLimit limit, LogListener listener, Cursor cursor, long newest) {
        this.cas = cas;
        this.limit = limit;
        this.listener = listener;
        this.cursor = cursor;
        this.newest = newest;
    }

    /**
     * @param above only messages with a greater sequence are delivered
     */
    void deliver(List<Stretch> stretches, long above) {
        for (Stretch stretch : stretches) {
            if (stretch instanceof Stretch.Known known) {
                take(known.pairs(), above);
            } else if (stretch instanceof Stretch.LetGo letGo) {
                takeAgain(letGo, above);
            } else if (stretch instanceof Stretch.Owed missing) {
                takeOwed(missing, above);
            }
        }
        finishWindow();
    }

    long delivered() {
        return delivered;
    }

    private void take(List<Pair> pairs, long above) {
        for (Pair pair : pairs) {
            if (pair.sequence() > above) {
                window.add(pair);
                if (window.size() == WINDOW) {
                    finishWindow();
                }
            }
        }
    }

    private void takeAgain(Stretch.LetGo page, long above) {
        CasClient.Answer answer = cas.get(page.address());
        if (answer instanceof CasClient.Answer.Found found) { // Checked when it was seen first; the bytes are the same.
            take(PageWalk.oldestFirst(Page.decode(found.content()).pairs()), above);
        } else {
            throw new ServiceException("the CAS lost page " + page.address() + " while it was read");
        }
    }

    private void takeOwed(Stretch.Owed missing, long above) {
        Optional<Hole> hole = missing.hole().above(above);
        if (hole.isEmpty()) {
            return;
        }
        finishWindow();
        Hole rest = hole.get();
        listener.onEvent(missing.cause());
        listener.onEvent(new LogEvent.Gap(rest.from(), rest.to()));
        owed.add(rest);
        position = rest.to();
        lastId = Optional.empty();
    }

    private void finishWindow() {
        Map<Address, CasClient.Answer> answers = new HashMap<>();
        int next = 0;
        int ahead = window.size();
        while (next < window.size()) {
            fetch(window.subList(next, Math.min(window.size(), next + ahead)), answers);
            int before = next;
            while (next < window.size() && deliver(window.get(next), answers)) {
                next++;
            }
            ahead = next == before ? 1 : ahead; // The CAS chose to answer others first, and there is no room for all.
            if (next == before) {
                answers.clear();
            }
        }
        window.clear();
        moveCursor();
    }

    private void moveCursor() {
        if (position > 0) {
            listener.flush();
            cursor.moveTo(position, lastId, List.copyOf(owed));
            owed.clear();
            listener.onProgress(position, newest);
            position = 0;
        }
    }

    private void fetch(List<Pair> pairs, Map<Address, CasClient.Answer> answers) {
        Set<Address> needed = new LinkedHashSet<>();
        for (Pair pair : pairs) {
            if (pair.data().isEmpty() && !answers.containsKey(pair.address().orElseThrow())) {
                needed.add(pair.address().get());
            }
        }
        if (!needed.isEmpty()) {
            answers.putAll(cas.get(needed, HELD_BYTES));
        }
    }

    /** Delivers a message, or reports why it cannot; false when its bytes were not asked for with success yet. */
    private boolean deliver(Pair pair, Map<Address, CasClient.Answer> answers) {
        if (pair.data().isPresent()) {
            deliver(pair, pair.data().get());
            return true;
        }
        Address address = pair.address().orElseThrow();
        CasClient.Answer answer = answers.remove(address); // Else a window of long messages would pile up.
        if (answer == null) {
            return false;
        }
        if (answer instanceof CasClient.Answer.TooLong) {
            take(pair, cas.read(address, limit));
            moveCursor(); // So much is not fetched twice because the next is not to be had.
        } else {
            take(pair, answer);
        }
        return true;
    }

    private void take(Pair pair, CasClient.Answer answer) {
        if (answer instanceof CasClient.Answer.Found found) {
            deliver(pair, found.content());
        } else if (answer instanceof CasClient.Answer.Corrupt corrupt) {
            owe(pair, new LogEvent.Corrupt(pair.address(), pair.sequence(), corrupt.why()));
        } else {
            owe(pair, new LogEvent.Missing(pair.address().orElseThrow(), pair.sequence()));
        }
    }

    private void deliver(Pair pair, ByteString bytes) {
        MvdsMessage message;
        try {
            message = pair.message(bytes);
        } catch (RemoteLogException e) { // The author's own page says so: asking again would not help.
            listener.onEvent(new LogEvent.Corrupt(pair.address(), pair.sequence(), String.valueOf(e.getMessage())));
            passOver(pair);
            return;
        }
        listener.onMessage(new LogMessage(pair.sequence(), message));
        delivered++;
        passOver(pair);
    }

    private void owe(Pair pair, LogEvent event) {
        listener.onEvent(event);
        owed.add(Hole.ofMessage(pair));
        passOver(pair);
    }

    private void passOver(Pair pair) {
        position = pair.sequence();
        lastId = Optional.of(pair.id());
    }
}
