package org.remotelog.server;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What stages do to exceptions. */
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
}
