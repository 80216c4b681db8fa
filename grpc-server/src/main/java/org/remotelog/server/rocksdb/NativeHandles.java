package org.remotelog.server.rocksdb;

import java.util.ArrayDeque;
import java.util.Deque;
import org.rocksdb.AbstractNativeReference;

/** Native objects that live as long as the database, freed in the opposite order of their making. */
final class NativeHandles implements AutoCloseable {
    private final Deque<AbstractNativeReference> handles = new ArrayDeque<>();

    <T extends AbstractNativeReference> T add(T handle) {
        handles.push(handle);
        return handle;
    }

    @Override
    public void close() {
        while (!handles.isEmpty()) {
            handles.pop().close();
        }
    }
}
