package org.remotelog.client;

import java.util.ArrayList;
import java.util.List;
import org.remotelog.format.Page;
import org.remotelog.format.Pair;

/** Reads a log of 3/REMOTE-LOG alone, whose pairs have no sequence: walks to its first page and counts. */
final class CountingWalk {
    private CountingWalk() {}

    /**
     * The whole log, oldest first, with the sequences counted.
     *
     * @throws org.remotelog.format.RemoteLogException if a page cannot be had or has sequences
     */
    static Stretch.Known walk(HeadSource heads, Page head) {
        List<Pair> newestFirst = new ArrayList<>(head.pairs());
        Page page = head;
        while (page.tail().isPresent()) {
            page = LogPage.tailOf(page, heads);
            newestFirst.addAll(page.pairs());
        }
        List<Pair> counted = new ArrayList<>();
        for (Pair pair : PageWalk.oldestFirst(newestFirst)) {
            counted.add(new Pair(pair.address(), pair.id(), pair.data(), counted.size() + 1L));
        }
        return new Stretch.Known(counted);
    }
}
