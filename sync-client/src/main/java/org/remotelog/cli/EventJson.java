package org.remotelog.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.remotelog.client.LogEvent;
import org.remotelog.format.SignedRecord;

/** Says as JSON what a reader has to report. */
final class EventJson {
    private EventJson() {}

    static void write(LogEvent event, JsonGenerator json) throws IOException {
        if (event instanceof LogEvent.Gap gap) {
            json.writeStringField("event", "GAP");
            json.writeNumberField("from", gap.from());
            json.writeNumberField("to", gap.to());
        } else if (event instanceof LogEvent.Missing missing) {
            json.writeStringField("event", "MISSING");
            json.writeStringField("address", missing.address().toString());
            json.writeNumberField("sequence", missing.sequence());
        } else if (event instanceof LogEvent.Corrupt corrupt) {
            json.writeStringField("event", "CORRUPT");
            if (corrupt.address().isPresent()) {
                json.writeStringField("address", corrupt.address().get().toString());
            }
            json.writeNumberField("sequence", corrupt.sequence());
            json.writeStringField("why", corrupt.why());
        } else if (event instanceof LogEvent.Fork fork) {
            json.writeStringField("event", "FORK");
            record(json, "a", fork.a());
            record(json, "b", fork.b());
        } else if (event instanceof LogEvent.Rollback rollback) {
            json.writeStringField("event", "ROLLBACK");
            record(json, "seen", rollback.seen());
            if (rollback.answered().isPresent()) {
                record(json, "answered", rollback.answered().get());
            }
        } else if (event instanceof LogEvent.Stale stale) {
            json.writeStringField("event", "STALE");
            record(json, "head", stale.record());
        } else if (event instanceof LogEvent.Rewritten rewritten) {
            json.writeStringField("event", "REWRITTEN");
            record(json, "seen", rewritten.seen());
            record(json, "answered", rewritten.answered());
        }
    }

    /** With the envelope, because that proves it to anybody. */
    private static void record(JsonGenerator json, String field, SignedRecord record) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeNumberField("sequence", record.sequence());
        json.writeStringField("record", record.id().toString());
        json.writeStringField("validity", record.validity().toString());
        json.writeBinaryField("envelope", record.envelope().toByteArray());
        json.writeEndObject();
    }
}
