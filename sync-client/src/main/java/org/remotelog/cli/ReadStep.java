package org.remotelog.cli;

import java.util.concurrent.atomic.AtomicLong;
import org.remotelog.client.LogListener;
import org.remotelog.client.ReadSummary;
import org.remotelog.client.Reader;

/** Reads what is new since it was called last. */
interface ReadStep {
    ReadSummary read();

    /** From a sequence on, without regard to what the reader remembers. */
    static ReadStep from(Reader reader, long sequence, LogListener listener) {
        AtomicLong next = new AtomicLong(sequence);
        return () -> {
            ReadSummary summary = reader.readFrom(next.get(), listener);
            next.accumulateAndGet(summary.newest() + 1, Math::max);
            return summary;
        };
    }
}
