package org.remotelog.server;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a store is backed up.
 *
 * @param directory of the backups, of one server alone; made when it does not exist
 * @param interval from one backup to the next
 * @param keep how many backups to keep; older ones are deleted
 */
public record BackupConfig(Path directory, Duration interval, int keep) {
    public BackupConfig {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("an interval is positive");
        }
        if (keep < 1) {
            throw new IllegalArgumentException("a server that makes backups keeps one at least");
        }
    }
}
