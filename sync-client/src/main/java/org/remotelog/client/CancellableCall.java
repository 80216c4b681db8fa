package org.remotelog.client;

import io.grpc.Context;
import java.util.function.Supplier;

/** Lets a caller stop reading an answer before its end: closing it cancels the call that was started in it. */
final class CancellableCall implements AutoCloseable {
    private final Context.CancellableContext context = Context.current().withCancellation();

    <T> T run(Supplier<T> start) {
        Context before = context.attach();
        try {
            return start.get();
        } finally {
            context.detach(before);
        }
    }

    @Override
    public void close() {
        context.cancel(null);
    }
}
