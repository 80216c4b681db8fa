package org.remotelog.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.remotelog.format.Pair;

/**
 * Takes embedded messages that the CAS has as well out of a mixed head. A head that only grows by prepending keeps what
 * was embedded once; sending it anew costs its whole length. So it is sent anew when it embeds more than twice of what the
 * mode asks for: then the cost of that is spread over as many appends.
 */
final class Trim {
    private Trim() {}

    /** The pairs of a head with only the newest embedded; empty when the head may stay as it is. */
    static Optional<List<Pair>> to(Mode mode, List<Pair> pairs) {
        if (mode.embedding() != Mode.Embedding.NEWEST || weight(mode, pairs) <= 2 * (long) limit(mode)) {
            return Optional.empty();
        }
        List<Pair> trimmed = new ArrayList<>();
        long kept = 0;
        for (Pair pair : pairs) {
            kept += weight(mode, pair);
            trimmed.add(kept <= limit(mode) ? pair : pair.withoutStoredData());
        }
        return Optional.of(trimmed);
    }

    private static int limit(Mode mode) {
        return mode.newest() > 0 ? mode.newest() : mode.newestBytes();
    }

    private static long weight(Mode mode, List<Pair> pairs) {
        return pairs.stream().mapToLong(pair -> weight(mode, pair)).sum();
    }

    /** What a pair counts against the limit: nothing if only the page has it, for then it has to stay. */
    private static long weight(Mode mode, Pair pair) {
        if (pair.address().isEmpty() || pair.data().isEmpty()) {
            return 0;
        }
        return mode.newest() > 0 ? 1 : pair.data().get().size();
    }
}
