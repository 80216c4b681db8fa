package org.remotelog.server.testing.bench;

import java.util.List;

/** Callers that each make one call after the other while a window lets them. Used for one measurement. */
public interface Callers {
    /** Starts them; does not wait. */
    void start(Window window);

    /**
     * Waits for their last calls, which end after the window was closed.
     *
     * @return how long the calls took that ended while it was open
     * @throws Exception what went wrong in a call
     */
    List<Latencies> finish() throws Exception;

    /** How many calls were refused while the window was open. */
    long refused();
}
