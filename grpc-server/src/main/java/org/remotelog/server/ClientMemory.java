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
    private static final int LITTLE_PATIENCE = 1;

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

    /** Turns the clock on. From half of the budget on, cuts off until the rest fits into that half. */
    void tick() {
        int time = now + 1;
        now = time;
        long level = held.get();
        long excess = level - budget / 2;
        if (excess <= 0) {
            return;
        }
        int patience = level > budget / 8 * 7 ? LITTLE_PATIENCE : PATIENCE;
        for (Waiting waiting : longestFirst(time, patience)) {
            if (excess <= 0) {
                return;
            }
            excess -= waiting.bytes;
            cutOff(waiting.call);
        }
    }

    /** Those that hold more than a little go first: an idle stream is no burden. */
    private List<Waiting> longestFirst(int time, int patience) {
        return calls.stream()
                .map(call -> new Waiting(call, call.waitedUntil(time), call.bytes()))
                .filter(waiting -> waiting.ticks >= patience)
                .sorted(Comparator.comparing((Waiting waiting) -> waiting.bytes <= HeldCall.LITTLE)
                        .thenComparing(waiting -> -waiting.ticks))
                .toList();
    }

    /** A call as it was when it was looked at. */
    private record Waiting(HeldCall call, int ticks, long bytes) {}
}
