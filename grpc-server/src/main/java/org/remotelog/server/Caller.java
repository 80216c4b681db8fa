package org.remotelog.server;

import io.grpc.Context;

/** Whoever waits for a piece of work; work for a caller that is gone is not done. */
@FunctionalInterface
public interface Caller {
    /** Whether the call was cancelled or its deadline has passed. Any thread may ask. */
    boolean isGone();

    /** The caller of the gRPC call that this thread works for; never gone outside a call. */
    static Caller current() {
        return Context.current()::isCancelled;
    }
}
