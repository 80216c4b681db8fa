package org.remotelog.cas.bench;

import java.util.Locale;
import org.remotelog.server.testing.bench.Spread;

/**
 * What the CAS should reach, and what was measured.
 *
 * @param isAtLeast whether more is better
 * @param limit the median that is enough
 * @param unit how a figure is written: as {@code %} or as {@code x}
 */
record Target(String call, String words, boolean isAtLeast, double limit, Unit unit, Spread measured) {
    /** How a ratio is written. */
    enum Unit {
        PERCENT,
        TIMES;

        String of(double ratio) {
            return this == PERCENT
                    ? String.format(Locale.ROOT, "%.0f %%", 100 * ratio)
                    : String.format(Locale.ROOT, "%.2fx", ratio);
        }

        String of(Spread ratio) {
            return of(ratio.median()) + " (" + of(ratio.min()) + " to " + of(ratio.max()) + ")";
        }
    }

    boolean isMet() {
        return isAtLeast ? measured.median() >= limit : measured.median() <= limit;
    }

    /** A row of a table. */
    String row() {
        return "| " + call + " | " + (isAtLeast ? ">= " : "<= ") + unit.of(limit) + " " + words + " | "
                + unit.of(measured) + " | " + (isMet() ? "yes" : "**no**") + " |";
    }
}
