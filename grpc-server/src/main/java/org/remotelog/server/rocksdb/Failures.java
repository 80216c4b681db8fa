package org.remotelog.server.rocksdb;

import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What RocksDB's errors mean. */
final class Failures {
    private Failures() {}

    /** Whether a write was turned away only because RocksDB must first write out what it has in memory. */
    static boolean isStall(RocksDBException failure) {
        return failure.getStatus() != null && failure.getStatus().getCode() == Status.Code.Incomplete;
    }

    static RuntimeException of(RocksDBException failure) {
        Status status = failure.getStatus();
        if (status == null) {
            return new EngineException("RocksDB: " + failure.getMessage(), failure);
        }
        if (status.getSubCode() == Status.SubCode.NoSpace) {
            return new RemoteLogException(Reason.DISK_FULL, null, "the server's disk is full", failure);
        }
        return switch (status.getCode()) {
            case Corruption -> new CorruptionException("RocksDB: " + failure.getMessage(), failure);
            case Incomplete -> new NotInMemory();
            default -> new EngineException("RocksDB: " + failure.getMessage(), failure);
        };
    }
}
