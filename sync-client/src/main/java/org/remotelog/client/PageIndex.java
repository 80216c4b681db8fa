package org.remotelog.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.remotelog.format.Address;
import org.remotelog.format.Page;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.Skip;
import org.remotelog.format.SkipRule;

/**
 * Which sealed page has which number, as far as a writer needs it to list skips. What it does not know it reads from the
 * pages that do: the page of the next multiple of 16 lists the ones before.
 */
final class PageIndex {
    /** Where sealed pages are read from. */
    interface PageSource {
        /**
         * Reads a page.
         *
         * @throws RemoteLogException if it cannot be had
         */
        Page read(Address address);
    }

    private final PageSource source;
    private final TreeMap<Long, Skip> pages = new TreeMap<>();

    PageIndex(PageSource source) {
        this.source = source;
    }

    /** Forgets everything: what comes is another log, or another end of it. */
    void clear() {
        pages.clear();
    }

    /** Takes what a page says of older pages. */
    void learn(Page page) {
        learn(page, SkipRule.listedBySealed(page.number()));
        learn(page, SkipRule.listedByHead(page.number(), SkipRule.FAN));
        page.tail().ifPresent(tail -> pages.put(page.number() - 1, new Skip(tail, page.oldest() - 1)));
    }

    private void learn(Page page, List<Long> listed) {
        if (listed.size() == page.skips().size()) { // Else its writer had another rule, and numbers are not known.
            for (int i = 0; i < listed.size(); i++) {
                pages.putIfAbsent(listed.get(i), page.skips().get(i));
            }
        }
    }

    /** Takes a page that was just sealed, and answers the skips of the head that follows it. */
    List<Skip> afterSealing(Page sealed, Address address, List<Long> listed) {
        pages.put(sealed.number(), new Skip(address, sealed.newest()));
        forget(sealed.number());
        return find(listed);
    }

    /**
     * The pages of these numbers.
     *
     * @param numbers older than some page that was learnt or sealed
     * @throws RemoteLogException if a page cannot be had
     */
    List<Skip> find(List<Long> numbers) {
        List<Skip> found = new ArrayList<>();
        for (long number : numbers) {
            found.add(find(number));
        }
        return found;
    }

    private Skip find(long number) {
        Skip known = pages.get(number);
        while (known == null) {
            Map.Entry<Long, Skip> newer = pages.higherEntry(number);
            if (newer == null) {
                throw new IllegalStateException("nothing is known of page " + number);
            }
            Page page = source.read(newer.getValue().page());
            if (page.number() != newer.getKey()
                    || page.newest() != newer.getValue().sequence()) {
                throw new RemoteLogException(
                        Reason.MALFORMED_PAGE,
                        "page " + newer.getKey() + " of this log is page " + page.number() + " of another");
            }
            learn(page);
            known = pages.get(number);
        }
        return known;
    }

    /** Keeps what the pages to come can list: of multiples of 16^l the newest 16, for each l. */
    private void forget(long newest) {
        pages.keySet().removeIf(number -> newest - number > SkipRule.FAN * (stepOf(number) + 1));
    }

    private static long stepOf(long number) {
        long step = 1;
        while (number % (step * SkipRule.FAN) == 0) {
            step *= SkipRule.FAN;
        }
        return step;
    }
}
