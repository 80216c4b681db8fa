package org.remotelog.cas.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.remotelog.server.testing.bench.Alone;
import org.remotelog.server.testing.bench.Alone.Work;
import org.remotelog.server.testing.bench.Case;
import org.remotelog.server.testing.bench.JavaProcess;
import org.remotelog.server.testing.bench.Rounds.Step;

/**
 * All that is compared, each in a process of its own, and who takes part in which case. The CAS runs four times: its
 * options and what it holds decide where it reads from, and the one that is written to grows.
 */
final class Contest implements AutoCloseable {
    static final String ECHO = "bare echo";
    static final String SHELL = "echo in our shell";
    static final String MEMORY = "CAS: our memory";
    static final String ENGINE = "CAS: RocksDB cache";
    static final String LARGE = "CAS: large store";
    static final String ADDS = "CAS";
    static final String ALONE = "RocksDB alone";
    static final String DISK = "fdatasync";

    static final String GET = "Get";
    static final String ADD = "Add";
    static final String BATCH_GET = "BatchGet of 64 x";
    static final String BATCH_ADD = "BatchAdd of 64 x";
    static final Case SYNC = new Case("append and fdatasync", 1 << 10, 1);

    /** Of each length in the stores that are read from memory: all lengths together are less than any cache of theirs. */
    private static final int BYTES_IN_MEMORY = 4 << 20;

    private final Scale scale;
    private final Contender echo;
    private final Contender shell;
    private final Contender memory;
    private final Contender engine;
    private final Contender large;
    private final Contender adds;
    private final JavaProcess alone;

    /**
     * Starts all of them.
     *
     * @param directory for their data and their logs
     */
    Contest(Path directory, Scale scale) throws IOException {
        this.scale = scale;
        Path log = directory.resolve("servers.log");
        List<Integer> sizes = Scale.SIZES;
        this.echo = Contender.echo(ECHO, log, sizes);
        this.shell =
                Contender.echo(SHELL, log, sizes, directory.resolve("shell").toString());
        this.memory = Contender.filled(
                MEMORY, log, directory.resolve("memory"), reader("--content-cache", "64MiB"), sizes, BYTES_IN_MEMORY);
        this.engine = Contender.filled(
                ENGINE,
                log,
                directory.resolve("engine"),
                reader("--content-cache", "0", "--store-memory", "256MiB"),
                sizes,
                BYTES_IN_MEMORY);
        this.large = Contender.filled(
                LARGE,
                log,
                directory.resolve("large"),
                reader("--content-cache", "8MiB", "--store-memory", "32MiB"),
                sizes,
                scale.largeBytes());
        this.adds = Contender.cas(ADDS, log, directory.resolve("adds"), List.of());
        this.alone = JavaProcess.start(log, Alone.class.getName(), List.of(directory.toString()));
    }

    /** Options of a server that is only read: without scrubbing, so that none works while another is measured. */
    private static List<String> reader(String... options) {
        List<String> all = new ArrayList<>(List.of("--scrub-rate", "0"));
        all.addAll(List.of(options));
        return all;
    }

    /** What a round measures, contenders of a case one after another. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Case what : scale.cases(GET)) {
            for (Contender one : List.of(echo, shell, memory, engine, large)) {
                steps.add(one.get(what));
            }
        }
        for (Case what : scale.cases(ADD)) {
            for (Contender one : List.of(echo, shell, adds)) {
                steps.add(one.add(what));
            }
            steps.add(alone(ALONE, what, Work.PUT));
        }
        for (Case what : scale.batches(BATCH_GET)) {
            for (Contender one : List.of(echo, shell, memory, engine)) {
                steps.add(one.batchGet(what));
            }
            steps.add(alone(ALONE, what, Work.MULTI_GET));
        }
        for (Case what : scale.batches(BATCH_ADD)) {
            for (Contender one : List.of(echo, shell, adds)) {
                steps.add(one.batchAdd(what));
            }
            steps.add(alone(ALONE, what, Work.PUT_BATCH));
        }
        steps.add(alone(DISK, SYNC, Work.FDATASYNC));
        return steps;
    }

    /** Each call of each contender once. */
    List<Step> typicalSteps() {
        return steps().stream()
                .filter(step -> step.what().bytes() == 1 << 10 && step.what().callers() == Scale.CALLERS)
                .toList();
    }

    /** A read from memory, for the knee. */
    Step get(Case what) {
        return memory.get(what);
    }

    /** A write, for the knee. */
    Step add(Case what) {
        return adds.add(what);
    }

    private Step alone(String name, Case what, Work work) {
        return new Step(name, what, timing -> Alone.ask(alone, work, what.bytes(), what.callers(), timing));
    }

    @Override
    public void close() {
        alone.close();
        List.of(adds, large, engine, memory, shell, echo).forEach(Contender::close);
    }
}
