package org.remotelog.cas.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.remotelog.cas.bench.Target.Unit;
import org.remotelog.server.testing.bench.Case;
import org.remotelog.server.testing.bench.Figures;
import org.remotelog.server.testing.bench.Rounds.Step;
import org.remotelog.server.testing.bench.Samples;
import org.remotelog.server.testing.bench.Samples.Value;

/** What the CAS should reach, all over 4 connections, and 32 callers where no other number is said. */
final class Targets {
    private static final int KIB = 1 << 10;

    private final Samples samples;
    private final List<Target> all = new ArrayList<>();

    private Targets(Samples samples) {
        this.samples = samples;
    }

    static List<Target> of(Samples samples, Knees knees) {
        Targets targets = new Targets(samples);
        targets.gets();
        targets.adds();
        targets.batches();
        targets.knee(knees.get());
        targets.knee(knees.add());
        return targets.all;
    }

    private void gets() {
        Case oneKib = new Case(Contest.GET, KIB, Scale.CALLERS);
        throughput(Contest.MEMORY, Contest.ECHO, oneKib, 0.85);
        cpu(Contest.MEMORY, oneKib, 1.3);
        throughput(Contest.ENGINE, Contest.ECHO, oneKib, 0.6);
        cpu(Contest.ENGINE, oneKib, 2.3);
        Case large = new Case(Contest.GET, 64 * KIB, Scale.CALLERS);
        throughput(Contest.MEMORY, Contest.ECHO, large, 0.8);
        cpu(Contest.MEMORY, large, 1.4);
    }

    private void adds() {
        Case what = new Case(Contest.ADD, KIB, Scale.CALLERS);
        throughput(Contest.ADDS, Contest.ECHO, what, 0.3);
        target(
                Contest.ADDS + ", " + what,
                "of the requests/s of RocksDB's own synced put with as many threads",
                true,
                1.3,
                Unit.TIMES,
                value(Contest.ADDS, what, Figures::perSecond),
                value(Contest.ALONE, what, Figures::perSecond));
        cpu(Contest.ADDS, what, 4);
        Case alone = new Case(Contest.ADD, KIB, 1);
        target(
                Contest.ADDS + ", " + alone,
                "of the p50 of fdatasync and that of the echo together",
                false,
                1.3,
                Unit.TIMES,
                value(Contest.ADDS, alone, Figures::p50),
                value(Contest.DISK, Contest.SYNC, Figures::p50),
                value(Contest.ECHO, alone, Figures::p50));
    }

    private void batches() {
        throughput(Contest.ADDS, Contest.ALONE, new Case(Contest.BATCH_ADD, KIB, Scale.CALLERS), 0.6);
        Case get = new Case(Contest.BATCH_GET, KIB, Scale.CALLERS);
        throughput(Contest.MEMORY, Contest.ALONE, get, 0.6);
        throughput(Contest.ENGINE, Contest.ALONE, get, 0.6);
    }

    private void knee(Knees.Pair knee) {
        target(
                knee.twice().contender() + ", " + knee.twice().what(),
                "of the p99 at the knee, " + knee.at().what().callers() + " callers",
                false,
                3,
                Unit.TIMES,
                p99(knee.twice()),
                p99(knee.at()));
    }

    private void throughput(String contender, String base, Case what, double limit) {
        target(
                contender + ", " + what,
                "of the requests/s of " + (base.equals(Contest.ECHO) ? "the bare echo" : base),
                true,
                limit,
                Unit.PERCENT,
                value(contender, what, Figures::perSecond),
                value(base, what, Figures::perSecond));
    }

    private void cpu(String contender, Case what, double limit) {
        target(
                contender + ", " + what,
                "of the bare echo's server CPU per request",
                false,
                limit,
                Unit.TIMES,
                value(contender, what, Figures::cpu),
                value(Contest.ECHO, what, Figures::cpu));
    }

    private void target(
            String call, String words, boolean isAtLeast, double limit, Unit unit, Value value, Value... bases) {
        all.add(new Target(call, words, isAtLeast, limit, unit, samples.ratio(value, bases)));
    }

    private static Value value(String contender, Case what, ToDoubleFunction<Figures> of) {
        return new Value(contender, what, of);
    }

    private static Value p99(Step step) {
        return value(step.contender(), step.what(), Figures::p99);
    }
}
