package org.remotelog.server.testing.bench;

/** Where more callers no longer get more answered: what they add from there on is waiting. */
public final class Knee {
    /** Less growth than this for twice the callers is none. */
    private static final double GROWTH = 1.1;

    /** Measures with a number of callers. */
    @FunctionalInterface
    public interface Load {
        /** Calls per second. */
        double perSecond(int callers) throws Exception;
    }

    private Knee() {}

    /**
     * Doubles the callers until throughput stops to grow.
     *
     * @param most not to go beyond
     * @return the most callers that still brought more than those before
     */
    public static int find(Load load, int most) throws Exception {
        int callers = 1;
        double perSecond = load.perSecond(callers);
        while (2 * callers <= most) {
            double more = load.perSecond(2 * callers);
            if (more < GROWTH * perSecond) {
                return callers;
            }
            callers *= 2;
            perSecond = more;
        }
        return callers;
    }
}
