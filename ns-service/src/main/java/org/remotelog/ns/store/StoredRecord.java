package org.remotelog.ns.store;

import java.util.Optional;
import org.remotelog.format.SignedRecord;

/**
 * A record in the chain of a name.
 *
 * @param extent of the content that was held when the record was the head; empty when none was
 */
public record StoredRecord(SignedRecord record, Optional<HeldContent.Extent> extent) {}
