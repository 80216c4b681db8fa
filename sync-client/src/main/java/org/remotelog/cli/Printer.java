package org.remotelog.cli;

import org.remotelog.client.LogEvent;
import org.remotelog.client.LogListener;
import org.remotelog.client.LogMessage;

/** Prints what a reader reads. */
final class Printer implements LogListener {
    private final MessageOutput output;
    private final EventReport events;
    private final Progress progress;
    private final StopSignal stop;
    private long printed;

    Printer(MessageOutput output, EventReport events, Progress progress, StopSignal stop) {
        this.output = output;
        this.events = events;
        this.progress = progress;
        this.stop = stop;
    }

    /** How many messages so far. */
    long printed() {
        return printed;
    }

    @Override
    public void onMessage(LogMessage message) {
        progress.clear();
        output.write(message);
        printed++;
    }

    @Override
    public void onEvent(LogEvent event) {
        progress.clear();
        events.tell(event);
    }

    @Override
    public void flush() {
        output.flush();
    }

    /** The cursor has just moved: the place to stop at. */
    @Override
    public void onProgress(long sequence, long newest) {
        progress.status("read " + sequence + " of " + newest + " messages");
        if (stop.isRequested()) {
            throw new StoppedException();
        }
    }

    /** There is nothing to wait for at the moment. */
    void rest() {
        progress.status("");
    }
}
