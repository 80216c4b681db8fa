package org.remotelog.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.remotelog.client.ReadSummary;
import org.remotelog.client.WireUsage;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;

@Timeout(60)
class FollowerTest {
    private final TestShell shell = new TestShell();
    private boolean dead;

    @Test
    void itAsksUntilItIsStopped() {
        assertThat(follow(this::complete, this::complete, this::complete)).isTrue();
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void aFirstReadThatFailsIsNotTriedAgain() {
        assertThatThrownBy(() -> follow(() -> refused(Reason.OVERLOADED), this::complete))
                .isInstanceOf(RemoteLogException.class);
    }

    @Test
    void anOutageIsToldOnceAndItsEndAsWell() {
        follow(
                this::complete,
                () -> refused(Reason.DRAINING),
                () -> refused(Reason.OVERLOADED),
                () -> refused(Reason.RATE_LIMITED),
                this::complete);
        assertThat(shell.errLines())
                .containsExactly(
                        "remotelog: DRAINING; asking again until it answers", "remotelog: the services answer again");
    }

    @Test
    void whatDoesNotPassEndsIt() {
        assertThatThrownBy(() -> follow(this::complete, () -> refused(Reason.SIGNATURE_INVALID), this::complete))
                .hasMessage("SIGNATURE_INVALID");
    }

    @Test
    void theLastReadTellsWhetherEverythingWasRead() {
        assertThat(follow(this::complete, this::incomplete)).isFalse();
        assertThat(follow(this::incomplete, this::complete)).isTrue();
    }

    @Test
    void aDeadLogIsNotAskedForAgain() {
        assertThat(follow(
                        () -> {
                            dead = true;
                            return incomplete();
                        },
                        () -> {
                            throw new AssertionError("asked again");
                        }))
                .isFalse();
    }

    @Test
    void itStopsInTheMiddleOfARead() {
        assertThat(follow(this::complete, () -> {
                    throw new StoppedException();
                }))
                .isTrue();
    }

    private ReadSummary complete() {
        return new ReadSummary(0, 1, true);
    }

    private ReadSummary incomplete() {
        return new ReadSummary(0, 1, false);
    }

    private static ReadSummary refused(Reason reason) {
        throw new RemoteLogException(reason, reason.name());
    }

    /** The last answer comes together with a signal. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    private final boolean follow(Supplier<ReadSummary>... answers) {
        TestShell stopped = new TestShell();
        Deque<Supplier<ReadSummary>> left = new ArrayDeque<>(Arrays.asList(answers));
        Shell told =
                new Shell(stopped.shell.in(), stopped.out, shell.shell.err(), stopped.stop, stopped.shell.terminal());
        try (Progress progress = new Progress(told, "", () -> new WireUsage(0, 0, 0, 0), () -> false)) {
            Printer printer =
                    new Printer(MessageOutput.json(stopped.out), new EventReport(told, false), progress, stopped.stop);
            Follower follower = new Follower(told, printer, Duration.ofMillis(1), new Random(1));
            return follower.follow(
                    () -> {
                        ReadSummary answer = left.remove().get();
                        if (left.isEmpty()) {
                            stopped.stop.request();
                        }
                        return answer;
                    },
                    () -> dead);
        }
    }
}
