package org.remotelog.server.testing.bench;

/**
 * What is measured, of any contender.
 *
 * @param call its name
 * @param bytes of one content
 * @param callers at the same time
 */
public record Case(String call, int bytes, int callers) {
    /** The length as people write it. */
    public String size() {
        if (bytes < 1 << 10) {
            return bytes + " B";
        }
        return bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
    }

    @Override
    public String toString() {
        return call + " " + size() + ", " + (callers == 1 ? "1 caller" : callers + " callers");
    }
}
