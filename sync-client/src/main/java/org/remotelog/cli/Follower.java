package org.remotelog.cli;

import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.remotelog.client.ServiceException;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;

/** Reads again and again, through outages, until a signal comes. */
final class Follower {
    /** Refusals that pass. */
    private static final Set<Reason> PASSING = Set.of(Reason.RATE_LIMITED, Reason.OVERLOADED, Reason.DRAINING);

    private final Shell shell;
    private final Printer printer;
    private final Duration interval;
    private final RandomGenerator random;
    private boolean away;

    Follower(Shell shell, Printer printer, Duration interval, RandomGenerator random) {
        this.shell = shell;
        this.printer = printer;
        this.interval = interval;
        this.random = random;
    }

    /**
     * Follows a log. The first read has to succeed: a wrong address or name does not get right by waiting.
     *
     * @param dead whether there is nothing more to come
     * @return whether everything was read, as far as the last read that came to its end could tell
     */
    boolean follow(ReadStep step, BooleanSupplier dead) {
        boolean complete = true;
        try {
            complete = step.read().complete();
            printer.rest();
            while (!dead.getAsBoolean() && !shell.stop().await(pause())) {
                complete = readThroughOutage(step, complete);
                printer.rest();
            }
        } catch (StoppedException e) {
            return complete;
        } catch (ServiceException e) {
            if (!shell.stop().isRequested()) {
                throw e;
            }
        }
        return complete;
    }

    private boolean readThroughOutage(ReadStep step, boolean before) {
        try {
            boolean complete = step.read().complete();
            if (away) {
                shell.say("the services answer again");
                away = false;
            }
            return complete;
        } catch (ServiceException | RemoteLogException e) {
            if (shell.stop().isRequested() || !passes(e)) {
                throw e;
            }
            if (!away) {
                shell.say(e.getMessage() + "; asking again until it answers");
                away = true;
            }
            return before;
        }
    }

    private static boolean passes(RuntimeException failure) {
        return failure instanceof ServiceException
                || (failure instanceof RemoteLogException refusal && PASSING.contains(refusal.reason()));
    }

    /** A quarter more or less, so that readers who started together do not ask together. */
    private Duration pause() {
        return Duration.ofNanos((long) (interval.toNanos() * (0.75 + random.nextDouble() / 2)));
    }
}
