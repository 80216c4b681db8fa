package org.remotelog.client;

import java.util.Optional;
import org.remotelog.format.Name;
import org.remotelog.format.SignedRecord;

/** Decides whether a head that differs from the one seen continues it. */
final class HeadJudge {
    private final NsClient ns;
    private final Name name;

    HeadJudge(NsClient ns, Name name) {
        this.ns = ns;
        this.name = name;
    }

    /**
     * What is wrong with a record after another, as far as the two tell by themselves; empty when the new one may continue
     * the seen one.
     */
    Optional<LogEvent> compare(SignedRecord seen, SignedRecord answered) {
        if (answered.id().equals(seen.id()) || answered.names(seen)) {
            return answered.sequence() == seen.sequence() + 1 || answered.id().equals(seen.id())
                    ? Optional.empty()
                    : Optional.of(new LogEvent.Rewritten(seen, answered));
        }
        if (isFork(seen, answered)) {
            return Optional.of(new LogEvent.Fork(seen, answered));
        }
        if (isOlder(answered, seen)) {
            return Optional.of(new LogEvent.Rollback(seen, Optional.of(answered)));
        }
        boolean isNext = answered.isChained() && answered.sequence() == seen.sequence() + 1;
        boolean leavesChain = seen.isChained() && !answered.isChained();
        return isNext || leavesChain ? Optional.of(broken(seen, answered)) : Optional.empty();
    }

    /** Two chained records for one place: with the same Sequence, or after the same one. */
    private static boolean isFork(SignedRecord a, SignedRecord b) {
        return a.isChained()
                && b.isChained()
                && (a.sequence() == b.sequence() || a.previous().equals(b.previous()));
    }

    /** IPNS's order: Sequence, then Validity. */
    private static boolean isOlder(SignedRecord a, SignedRecord b) {
        return a.sequence() != b.sequence()
                ? a.sequence() < b.sequence()
                : !a.validity().isAfter(b.validity());
    }

    /**
     * What a new head is that does not lead back to the one seen: a fork if the NS still has another record in the place of
     * the one seen, else a rewrite.
     */
    LogEvent broken(SignedRecord seen, SignedRecord answered) {
        Optional<SignedRecord> other = ns.record(name, seen.sequence()).filter(record -> isFork(seen, record));
        return other.filter(record -> !record.id().equals(seen.id())).isPresent()
                ? new LogEvent.Fork(seen, other.get())
                : new LogEvent.Rewritten(seen, answered);
    }
}
