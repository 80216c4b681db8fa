package org.remotelog.server;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers unary calls from stages. */
public final class Answers {
    private static final Logger log = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    /**
     * Answers a unary call with the outcome of a stage. Call it before the handler returns: a call
     * that is cancelled meanwhile is then no error.
     */
    public static <T> void unary(CompletionStage<? extends T> outcome, StreamObserver<T> observer) {
        ((ServerCallStreamObserver<T>) observer).setOnCancelHandler(() -> {});
        outcome.whenComplete((value, failure) -> {
            try {
                if (failure == null) {
                    observer.onNext(value);
                    observer.onCompleted();
                } else {
                    observer.onError(failure);
                }
            } catch (RuntimeException e) { // The stage would swallow it.
                log.error("an answer could not be given", e);
            }
        });
    }
}
