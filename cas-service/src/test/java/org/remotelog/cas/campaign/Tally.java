package org.remotelog.cas.campaign;

import com.google.common.collect.HashBasedTable;
import com.google.common.collect.Table;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often what was done had which outcome. */
final class Tally {
    private final Table<String, String, Integer> counts = HashBasedTable.create();

    void count(String done, String outcome) {
        Integer before = counts.get(done, outcome);
        counts.put(done, outcome, before == null ? 1 : before + 1);
    }

    /** Says a line for each thing that was done. */
    void report(Campaign campaign) {
        new TreeMap<>(counts.rowMap())
                .forEach((done, outcomes) -> campaign.say(
                        "| %s | %s |",
                        done,
                        new TreeMap<>(outcomes)
                                .entrySet().stream().map(Tally::cell).collect(Collectors.joining("; "))));
    }

    private static String cell(Map.Entry<String, Integer> outcome) {
        return outcome.getValue() + "x " + outcome.getKey();
    }
}
