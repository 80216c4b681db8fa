package org.remotelog.cli;

import org.remotelog.client.LogEvent;
import org.remotelog.format.SignedRecord;

/** Says in words what a reader has to report. */
final class EventWords {
    private EventWords() {}

    static String of(LogEvent event) {
        if (event instanceof LogEvent.Gap gap) {
            return "gap: messages " + gap.from() + " to " + gap.to()
                    + " cannot be had now, because a page that leads to them cannot; the next read asks again";
        }
        if (event instanceof LogEvent.Missing missing) {
            return "missing: the CAS does not have " + missing.address() + needed(missing.sequence())
                    + " now; the next read asks again";
        }
        if (event instanceof LogEvent.Corrupt corrupt) {
            return "corrupt: " + corrupt.address().map(Object::toString).orElse("a page") + needed(corrupt.sequence())
                    + ": " + corrupt.why() + "; nothing of it is shown";
        }
        if (event instanceof LogEvent.Fork fork) {
            return "fork: the key has signed two records for one place, " + record(fork.a()) + " and "
                    + record(fork.b()) + ": both are kept as proof, and nothing more is read from this log";
        }
        if (event instanceof LogEvent.Rollback rollback) {
            return "rollback: the NS answers "
                    + rollback.answered().map(EventWords::record).orElse("that it does not know the name")
                    + ", and " + record(rollback.seen()) + " was seen before; the newer one is kept";
        }
        if (event instanceof LogEvent.Stale stale) {
            return "stale: " + record(stale.record()) + " expired at "
                    + stale.record().validity()
                    + ": its publisher was away for long, or somebody withholds what is newer";
        }
        LogEvent.Rewritten rewritten = (LogEvent.Rewritten) event;
        return "rewritten: " + record(rewritten.answered()) + " does not continue " + record(rewritten.seen())
                + ", which was seen before; nothing of it is shown";
    }

    private static String needed(long sequence) {
        return sequence == 0 ? "" : ", which message " + sequence + " needs,";
    }

    private static String record(SignedRecord record) {
        return "record " + record.sequence() + " (" + record.id() + ")";
    }
}
