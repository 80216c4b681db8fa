package org.remotelog.cas.campaign;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * One run of a campaign: random, and told so that it can be run again. The threads and the kills in it keep their own
 * time, so a seed brings back what is done, not when.
 *
 * @param name as it is printed
 * @param seed of everything random: {@code -Dcampaign.seed=N}, or another one each time
 * @param isLong as with {@code -Pcampaigns}, or the short form
 */
record Campaign(String name, long seed, boolean isLong) {
    /** The server that is tried. */
    static final Path JAR = Path.of("target/app/cas-service.jar");

    /** For a server that is to find what is damaged when it is asked for it, and not before. */
    static final String NO_SCRUBBING = "--scrub-rate=0";

    static Campaign begin(String name) {
        Campaign campaign = new Campaign(
                name, Long.getLong("campaign.seed", System.nanoTime()), Boolean.getBoolean("campaign.long"));
        campaign.say("the %s form, -Dcampaign.seed=%d", campaign.isLong ? "long" : "short", campaign.seed);
        return campaign;
    }

    int rounds(int inShort, int inLong) {
        return isLong ? inLong : inShort;
    }

    Random random() {
        return new Random(seed);
    }

    /** A line about it, on stdout. */
    void say(String format, Object... arguments) {
        System.out.println("campaign " + name + ": " + String.format(Locale.ROOT, format, arguments));
    }
}
