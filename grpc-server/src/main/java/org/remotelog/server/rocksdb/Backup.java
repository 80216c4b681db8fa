package org.remotelog.server.rocksdb;

import java.time.Instant;

/**
 * A backup that is complete.
 *
 * @param id grows from each to the next
 * @param time when it was begun
 * @param bytes in its files, with those that it shares with other backups
 * @param format what it holds
 */
public record Backup(int id, Instant time, long bytes, DataFormat format) {}
