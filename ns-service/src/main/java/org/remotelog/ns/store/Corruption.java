package org.remotelog.ns.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.remotelog.format.Name;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where stored bytes that are not what was written get counted, logged and made a refusal. */
public final class Corruption {
    private static final Logger log = LoggerFactory.getLogger(Corruption.class);

    private final Counter found;

    public Corruption(MeterRegistry meters) {
        this.found = Counter.builder("ns.corrupt")
                .description("Rows and contents that were found damaged")
                .register(meters);
    }

    /**
     * Counts damage.
     *
     * @param what is damaged, for people: "the head"
     * @param cause how it came out, if by an exception
     * @return CONTENT_CORRUPT, to throw
     */
    public RemoteLogException found(Name name, String what, @Nullable Throwable cause) {
        found.increment();
        log.error("{} of {} is damaged in the store", what, name, cause);
        return new RemoteLogException(
                Reason.CONTENT_CORRUPT, null, what + " of " + name + " is damaged at this server", cause);
    }
}
