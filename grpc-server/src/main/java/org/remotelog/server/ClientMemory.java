package org.remotelog.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The account of what calls make the server hold for their clients. Calls enter what they hold; {@link #tick} cuts those
 * off that have waited longest for their client. Safe for use by many threads.
 */
final class ClientMemory {
    /** How long a call may wait for its client, in ticks, while memory is short: more than an honest client on a LAN needs. */
    static final int PATIENCE = Sweeper.TICKS_PER_SECOND;

    /** While new calls are about to be refused. */
    private static final int LITTLE_PATIENCE = 2;

    private final long budget;
    private final AtomicLong held = new AtomicLong();
    private final Set<HeldCall> calls = ConcurrentHashMap.newKeySet();
    private final Counter cutOff;
    private final Counter refused;
    private volatile int now = 1;

    /**
     * @param budget bytes
     */
    ClientMemory(long budget, MeterRegistry meters) {
        this.budget = budget;
        this.cutOff = meters.counter("calls.cut.off");
        this.refused = meters.counter("calls.refused");
        Gauge.builder("calls.held.bytes", held, AtomicLong::get).register(meters);
    }

    /** The time, from 1 on, as far as waiting is concerned. */
    int now() {
        return now;
    }

    void enter(HeldCall call) {
        calls.add(call);
    }

    void leave(HeldCall call) {
        calls.remove(call);
    }

    /** Enters bytes, or takes them out when negative. */
    void add(long bytes) {
        held.addAndGet(bytes);
    }

    /** Whether there is room for a call that holds more than a little. */
    boolean hasRoom() {
        return held.get() <= budget / 4 * 3;
    }

    /** Whether there is a place for a new call. */
    boolean hasPlace() {
        return held.get() <= budget;
    }

    /** Counts a call that there was no place, or no room, for. */
    void refused() {
        refused.increment();
    }

    /** Cuts a call off that nobody else has cut off. */
    void cutOff(HeldCall call) {
        if (call.cutOff()) {
            cutOff.increment();
        }
    }

    /** Turns the clock on, and cuts off where it is time to. */
    void tick() {
        int time = now + 1;
        now = time;
        long level = held.get();
        if (level > budget / 8 * 7) { // Of places alone: nobody gets more from three quarters on.
            cutOff(level - budget / 4 * 3, time, LITTLE_PATIENCE, 0);
        } else if (level > budget / 2) {
            cutOff(level - budget / 2, time, PATIENCE, HeldCall.LITTLE);
        }
    }

    /** Those that hold more than a little go first: an idle stream is no burden. Then those that have waited longest. */
    private void cutOff(long excess, int time, int patience, long atLeast) {
        List<Waiting> waiting = calls.stream()
                .map(call -> new Waiting(call, call.waitedUntil(time), call.bytes()))
                .filter(call -> call.ticks >= patience && call.bytes > atLeast)
                .sorted(Comparator.comparing((Waiting call) -> call.bytes <= HeldCall.LITTLE)
                        .thenComparing(call -> -call.ticks))
                .toList();
        long rest = excess;
        for (Waiting next : waiting) {
            if (rest <= 0) {
                return;
            }
            rest -= next.bytes;
            cutOff(next.call);
        }
    }

    /** A call as it was when it was looked at. */
    private record Waiting(HeldCall call, int ticks, long bytes) {}
}
