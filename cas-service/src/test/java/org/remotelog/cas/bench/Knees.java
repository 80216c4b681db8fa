package org.remotelog.cas.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.remotelog.server.testing.bench.Case;
import org.remotelog.server.testing.bench.Knee;
import org.remotelog.server.testing.bench.Rounds.Step;
import org.remotelog.server.testing.bench.Timing;

/** Where a call stops to gain from more callers, and what becomes of it with twice as many. */
record Knees(Knees.Pair get, Knees.Pair add) {
    private static final int BYTES = 1 << 10;

    /** Twice as many are what four connections of our shell take: 256 calls each. */
    private static final int MOST_CALLERS = 512;

    /** The same call with two numbers of callers. */
    record Pair(Step at, Step twice) {
        List<Step> steps() {
            return List.of(at, twice);
        }
    }

    /** Finds them. */
    static Knees find(Contest contest, Timing timing) throws Exception {
        return new Knees(find(Contest.GET, contest::get, timing), find(Contest.ADD, contest::add, timing));
    }

    List<Step> steps() {
        List<Step> steps = new ArrayList<>(get.steps());
        steps.addAll(add.steps());
        return steps;
    }

    private static Pair find(String call, Function<Case, Step> steps, Timing timing) throws Exception {
        int knee = Knee.find(
                callers -> {
                    double perSecond = steps.apply(new Case(call, BYTES, callers))
                            .measurement()
                            .measure(timing)
                            .perSecond();
                    System.err.printf(
                            Locale.ROOT, "looking for the knee of %s: %d callers %.0f/s%n", call, callers, perSecond);
                    return perSecond;
                },
                MOST_CALLERS);
        return new Pair(
                steps.apply(new Case(call + " at the knee", BYTES, knee)),
                steps.apply(new Case(call + " at twice the knee", BYTES, 2 * knee)));
    }
}
