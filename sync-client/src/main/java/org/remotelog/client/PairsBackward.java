package org.remotelog.client;

import java.util.Iterator;
import org.remotelog.format.Page;
import org.remotelog.format.Pair;

/** The pairs of a log from the newest back, page by page as they are needed. */
final class PairsBackward implements Iterator<Pair> {
    private final HeadSource heads;
    private Page page;
    private int next;

    PairsBackward(Page head, HeadSource heads) {
        this.page = head;
        this.heads = heads;
    }

    @Override
    public boolean hasNext() {
        return next < page.pairs().size() || page.tail().isPresent();
    }

    /**
     * @throws org.remotelog.format.RemoteLogException if an older page cannot be had or does not fit
     */
    @Override
    public Pair next() {
        if (next == page.pairs().size()) {
            page = LogPage.tailOf(page, heads);
            next = 0;
        }
        return page.pairs().get(next++);
    }
}
