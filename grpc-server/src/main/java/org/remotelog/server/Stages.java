package org.remotelog.server;

import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** What the JDK's stages leave out. */
public final class Stages {
    private Stages() {}

    /** Why a stage failed, without what stages and futures wrap around it. */
    public static Throwable causeOf(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && (cause instanceof CompletionException || cause instanceof ExecutionException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    /**
     * Does one step after the other, each when the one before has succeeded, in whatever thread that one ended. Ends with the
     * first that fails. However many there are, and however fast, the stack does not grow with them.
     */
    public static <T> CompletionStage<Void> inTurn(Iterator<T> items, Function<T, CompletionStage<?>> step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        advance(items, step, done);
        return done;
    }

    private static <T> void advance(
            Iterator<T> items, Function<T, CompletionStage<?>> step, CompletableFuture<Void> done) {
        try {
            while (items.hasNext()) {
                CompletableFuture<?> one = step.apply(items.next()).toCompletableFuture();
                if (!one.isDone()) {
                    one.whenComplete((value, failure) -> {
                        if (failure == null) {
                            advance(items, step, done);
                        } else {
                            done.completeExceptionally(causeOf(failure));
                        }
                    });
                    return;
                }
                one.join();
            }
            done.complete(null);
        } catch (RuntimeException e) {
            done.completeExceptionally(causeOf(e));
        }
    }
}
