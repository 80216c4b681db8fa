package org.remotelog.client;

/**
 * What a read came to.
 *
 * @param delivered how many messages
 * @param newest the sequence of the newest message of the log
 * @param complete whether everything up to there was delivered, now or before: no gap, nothing missing or corrupt, no
 *     fork, rollback or rewrite. A stale head may still be complete
 */
public record ReadSummary(long delivered, long newest, boolean complete) {}
