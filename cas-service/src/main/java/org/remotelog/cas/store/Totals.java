package org.remotelog.cas.store;

/**
 * What a store has.
 *
 * @param entries contents
 * @param bytes of those contents
 * @param quarantined entries that were found corrupt, and not added again since
 */
public record Totals(long entries, long bytes, long quarantined) {
    /** An empty store. */
    public static final Totals NONE = new Totals(0, 0, 0);

    /** The sum of both. */
    public Totals plus(Totals more) {
        return new Totals(entries + more.entries, bytes + more.bytes, quarantined + more.quarantined);
    }
}
