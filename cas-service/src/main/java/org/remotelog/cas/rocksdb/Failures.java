package org.remotelog.cas.rocksdb;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.server.Stages;
import org.remotelog.server.rocksdb.CorruptionException;

/** The engine's failures in the words of the CAS. */
final class Failures {
    private Failures() {}

    /** Lays damage on disk to the content that was asked for. */
    static <T> CompletionStage<T> named(Address address, CompletionStage<T> outcome) {
        return outcome.exceptionally(failure -> {
            Throwable cause = Stages.causeOf(failure);
            throw cause instanceof CorruptionException damage
                    ? damaged(address, damage)
                    : new CompletionException(failure);
        });
    }

    static RemoteLogException damaged(Address address, CorruptionException damage) {
        return new RemoteLogException(
                Reason.CONTENT_CORRUPT, null, "what is stored under " + address + " is damaged", damage);
    }
}
