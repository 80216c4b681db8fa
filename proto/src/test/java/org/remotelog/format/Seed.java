package org.remotelog.format;

import java.security.SecureRandom;
import java.util.Random;

/** Random tests print their seed, and take it back as {@code -Dseed=...}. */
public final class Seed {
    private Seed() {}

    /** A source of random numbers, from the property {@code seed} or from a new one. */
    public static Random random() {
        long seed = Long.getLong("seed", new SecureRandom().nextLong());
        StackTraceElement test = new Throwable().getStackTrace()[1];
        System.out.println(test.getClassName() + "." + test.getMethodName() + ": -Dseed=" + seed);
        return new Random(seed);
    }
}
