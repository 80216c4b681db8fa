package org.remotelog.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SkipRuleTest {
    static List<Vector> sealed() {
        return Vector.all("skips", "sealed");
    }

    static List<Vector> heads() {
        return Vector.all("skips", "head");
    }

    @ParameterizedTest
    @MethodSource("sealed")
    void aSealedPageListsThePagesOfItsLevels(Vector vector) {
        assertThat(SkipRule.listedBySealed(vector.number("number"))).isEqualTo(vector.numbers("pages"));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void aHeadListsDownToTheNewestMultipleOf16(Vector vector) {
        assertThat(SkipRule.listedByHead(vector.number("number"), (int) vector.number("page_size")))
                .isEqualTo(vector.numbers("pages"));
    }

    /** What the rule is for: 64 pairs a page, so 1,000 messages are 16 pages back, and so on. */
    @ParameterizedTest
    @CsvSource({"16, 2", "250, 3", "3907, 5"})
    void pagesFarBackAreReachedInFewRounds(int pagesBack, int rounds) {
        for (long head = 100_000; head < 100_000 + 256; head++) {
            assertThat(rounds(head, head - pagesBack)).as("head " + head).isLessThanOrEqualTo(rounds);
        }
    }

    /** How many rounds of fetching pages side by side it takes until a page is fetched. */
    private static int rounds(long head, long wanted) {
        Set<Long> known = new HashSet<>(Set.of(head));
        Queue<Long> reached = new ArrayDeque<>(List.of(head));
        for (int round = 0; ; round++) {
            if (known.contains(wanted)) {
                return round;
            }
            Set<Long> next = new HashSet<>();
            for (long page : reached) {
                next.add(page - 1);
                next.addAll(page == head ? SkipRule.listedByHead(page, 64) : SkipRule.listedBySealed(page));
            }
            next.removeIf(page -> page < wanted || !known.add(page));
            reached.clear();
            reached.addAll(next);
        }
    }

    @Test
    void theListsCostAbout90BytesAPage() {
        long entries = 0;
        for (long page = 1; page <= 65_536; page++) {
            entries += SkipRule.listedBySealed(page).size();
        }
        int bytesEach = 3 + 2 + Address.BYTES + 1 + 4; // Field 100 and its length, field 1, field 2.

        assertThat(entries * bytesEach / 65_536).isBetween(85L, 95L);
    }
}
