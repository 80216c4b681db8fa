package org.remotelog.client;

/**
 * Takes what a {@link Reader} reads, on the thread that called it. Messages come in the order of their sequence, each once;
 * after a crash those since the last {@link #flush} come again. Those that were missing before come late.
 */
public interface LogListener {
    /** A message. */
    void onMessage(LogMessage message);

    /** Something to report. */
    default void onEvent(LogEvent event) {}

    /** Called after each batch of messages: when it returns, the reader takes them for delivered and moves its cursor. */
    default void flush() {}

    /**
     * How far reading is.
     *
     * @param sequence the newest that was delivered
     * @param newest the newest of the log
     */
    default void onProgress(long sequence, long newest) {}
}
