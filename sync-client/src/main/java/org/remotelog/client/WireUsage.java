package org.remotelog.client;

/**
 * What went over the wire so far.
 *
 * @param calls RPCs that were started
 * @param rounds round trips: how often a call was started while no other was under way
 * @param sentBytes bytes of messages as gRPC framed them, without HTTP/2's headers
 * @param receivedBytes likewise
 */
public record WireUsage(long calls, long rounds, long sentBytes, long receivedBytes) {
    /** What was added since an earlier moment. */
    public WireUsage since(WireUsage earlier) {
        return new WireUsage(
                calls - earlier.calls,
                rounds - earlier.rounds,
                sentBytes - earlier.sentBytes,
                receivedBytes - earlier.receivedBytes);
    }
}
