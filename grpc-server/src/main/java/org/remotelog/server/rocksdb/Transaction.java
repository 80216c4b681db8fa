package org.remotelog.server.rocksdb;

/**
 * One atomic step: looks, decides, writes. Steps run one after another on a single thread, so that
 * nothing changes between the look and the write; the thread is shared, so that a step must not
 * wait or compute for long.
 */
@FunctionalInterface
public interface Transaction<T> {
    /** Runs the step; when it throws, nothing that it wrote remains. Must not keep the batch. */
    T run(Batch batch);
}
