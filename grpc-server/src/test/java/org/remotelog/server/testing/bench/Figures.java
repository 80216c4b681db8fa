package org.remotelog.server.testing.bench;

import java.util.Locale;

/**
 * What one measurement found, of the calls that ended in its time; times in microseconds.
 *
 * @param perSecond calls that were answered
 * @param cpu of the server's process for each answered call, from the process's own counters
 * @param refusedPerSecond calls that were refused as OVERLOADED, or cut off; they are in none of the others
 */
public record Figures(double perSecond, double p50, double p99, double p999, double cpu, double refusedPerSecond) {
    /** The names of the values, in the order of {@link #toString}. */
    public static final String HEADER = "per_second,p50_us,p99_us,p999_us,server_cpu_us,refused_per_second";

    /** Reads what {@link #toString} wrote. */
    public static Figures parse(String line) {
        String[] values = line.split(",", -1);
        return new Figures(
                Double.parseDouble(values[0]),
                Double.parseDouble(values[1]),
                Double.parseDouble(values[2]),
                Double.parseDouble(values[3]),
                Double.parseDouble(values[4]),
                Double.parseDouble(values[5]));
    }

    /** A line of CSV. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%.2f,%.1f,%.1f,%.1f,%.2f,%.1f", perSecond, p50, p99, p999, cpu, refusedPerSecond);
    }
}
