package org.remotelog.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.remotelog.format.Page;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;

/** One page of a log with its messages: for a screen that shows the newest first and scrolls back. */
public final class LogPage {
    private final CasClient cas;
    private final HeadSource heads;
    private final MessageLimit limit;
    private final Page page;
    private final List<LogMessage> messages;
    private final List<LogEvent> events;

    private LogPage(CasClient cas, HeadSource heads, MessageLimit limit, Page page, Collector collector) {
        this.cas = cas;
        this.heads = heads;
        this.limit = limit;
        this.page = page;
        this.messages = List.copyOf(collector.messages);
        this.events = List.copyOf(collector.events);
    }

    /** Takes the messages of a page, and what there is to report of it. */
    static final class Collector implements LogListener {
        private final List<LogMessage> messages = new ArrayList<>();
        private final List<LogEvent> events = new ArrayList<>();

        @Override
        public void onMessage(LogMessage message) {
            messages.add(message);
        }

        @Override
        public void onEvent(LogEvent event) {
            events.add(event);
        }
    }

    /**
     * @param collector empty, but for what was wrong with the head that the page is of
     */
    static LogPage of(CasClient cas, HeadSource heads, MessageLimit limit, Page page, Collector collector) {
        new Delivery(cas, limit, collector, (position, id, owed) -> {}, page.newest())
                .deliver(List.of(new Stretch.Known(PageWalk.oldestFirst(page.pairs()))), -1);
        Collections.reverse(collector.messages);
        return new LogPage(cas, heads, limit, page, collector);
    }

    /** The messages that could be had, newest first. */
    public List<LogMessage> messages() {
        return messages;
    }

    /** What is missing or corrupt in this page; in the newest also what is wrong with the head. */
    public List<LogEvent> events() {
        return events;
    }

    /** Of the page, from 1; 0 in a log without sequences. */
    public long number() {
        return page.number();
    }

    /**
     * Fetches the next, older page; empty after the first.
     *
     * @throws RemoteLogException if it cannot be had, or is a page of another log
     * @throws ServiceException if the CAS cannot be reached
     */
    public Optional<LogPage> older() {
        if (page.tail().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(of(cas, heads, limit, tailOf(page, heads), new Collector()));
    }

    /** The page that a page names as its tail, checked to be the one before it. */
    static Page tailOf(Page page, HeadSource heads) {
        return requireTail(page, Page.decode(heads.getFromCas(page.tail().orElseThrow())));
    }

    /** Checks that a page is the one before another. */
    static Page requireTail(Page page, Page tail) {
        boolean fits = page.isSequenced()
                ? tail.newest() == page.oldest() - 1 && tail.number() == page.number() - 1
                : !tail.isSequenced();
        if (!fits) {
            throw new RemoteLogException(
                    Reason.MALFORMED_PAGE,
                    "the page that page " + page.number() + " names as its tail is of another log");
        }
        return tail;
    }
}
