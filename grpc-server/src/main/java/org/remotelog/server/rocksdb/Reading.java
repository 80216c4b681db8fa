package org.remotelog.server.rocksdb;

/** A question to the store. It may be asked twice, so it changes nothing else. */
@FunctionalInterface
public interface Reading<T> {
    /** Answers from one moment's state; must not keep the view. */
    T read(View view);
}
