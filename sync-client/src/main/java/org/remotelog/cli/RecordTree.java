package org.remotelog.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.remotelog.format.Address;
import org.remotelog.format.RecordId;
import org.remotelog.format.SignedRecord;

/** Shows a record. */
final class RecordTree {
    private RecordTree() {}

    static Tree of(SignedRecord record, Instant now) {
        return new Tree(
                "record " + record.sequence() + "  " + record.id(),
                List.of(
                        Tree.leaf("signature", "good: Ed25519, by the key in the name"),
                        Tree.leaf("follows", previous(record)),
                        Tree.leaf(
                                "content",
                                record.address().map(Address::toString).orElse("none")),
                        Tree.leaf("expires", expiry(record, now)),
                        Tree.leaf("size", record.envelope().size() + " bytes")));
    }

    private static String previous(SignedRecord record) {
        return record.previous()
                .map(id -> id.equals(RecordId.NONE) ? "nothing: it is the first" : id.toString())
                .orElse("unknown: a plain IPNS record of another tool");
    }

    private static String expiry(SignedRecord record, Instant now) {
        Duration left = Duration.between(now, record.validity());
        return record.validity() + (left.isNegative() ? " (it has expired)" : " (in " + left.toDays() + " days)");
    }
}
