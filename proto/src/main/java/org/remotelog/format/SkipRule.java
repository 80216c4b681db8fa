package org.remotelog.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Which older pages a page lists, so that any page is reached in O(log n) rounds at about 90 bytes a page. Readers do not
 * insist on it: it bounds the rounds, nothing else hangs on it.
 */
public final class SkipRule {
    /** A page whose number is a multiple of this lists pages; so many a level. */
    public static final int FAN = 16;

    private SkipRule() {}

    /**
     * The numbers of the pages that a sealed page lists, newest first: none unless its number is a multiple of {@value
     * #FAN}; then, for level 0 and every level l that has 16^l divide the number, those 1 to 16 times 16^l before it.
     *
     * @param number of the sealed page, from 1
     */
    public static List<Long> listedBySealed(long number) {
        if (number % FAN != 0) {
            return List.of();
        }
        TreeSet<Long> listed = new TreeSet<>(Comparator.reverseOrder());
        long step = 1;
        while (number % step == 0) {
            long page = number;
            for (int i = 1; i <= FAN && page > step; i++) {
                page -= step;
                listed.add(page);
            }
            if (step > number / FAN) { // Nothing is that far back, and beyond 16^15 it would overflow.
                break;
            }
            step *= FAN;
        }
        return List.copyOf(listed);
    }

    /**
     * The numbers of the pages that a head lists, newest first: from its tail down to the newest multiple of {@value #FAN},
     * or to page 1. None when pages are short: the list would weigh more than the page.
     *
     * @param number of the head, from 1
     * @param pageSize how many pairs its writer puts in a page
     */
    public static List<Long> listedByHead(long number, int pageSize) {
        List<Long> listed = new ArrayList<>();
        if (pageSize >= FAN) {
            for (long n = number - 1; n >= 1; n--) {
                listed.add(n);
                if (n % FAN == 0) {
                    break;
                }
            }
        }
        return List.copyOf(listed);
    }
}
