package org.remotelog.client;

/** A listener that remembers whether anything was wrong. */
final class Watched implements LogListener {
    private final LogListener listener;
    private boolean complete = true;

    Watched(LogListener listener) {
        this.listener = listener;
    }

    /** Whether nothing was reported that means that messages are not there. */
    boolean isComplete() {
        return complete;
    }

    @Override
    public void onMessage(LogMessage message) {
        listener.onMessage(message);
    }

    @Override
    public void onEvent(LogEvent event) {
        complete &= event instanceof LogEvent.Stale;
        listener.onEvent(event);
    }

    @Override
    public void flush() {
        listener.flush();
    }

    @Override
    public void onProgress(long sequence, long newest) {
        listener.onProgress(sequence, newest);
    }
}
