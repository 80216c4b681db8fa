package org.remotelog.cas.store;

import java.time.Instant;
import org.remotelog.format.Address;

/**
 * An entry that was found corrupt.
 *
 * @param size what it should have had, in bytes
 * @param kept how many bytes are kept as evidence
 * @param why in words
 */
public record Quarantined(Address address, long size, long kept, Instant at, String why) {}
