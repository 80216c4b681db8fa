package org.remotelog.cas.store;

import java.util.Optional;
import org.remotelog.format.Address;

/**
 * What the index says of a content that is stored.
 *
 * @param size in bytes
 * @param segments where its segments are, when it is not stored whole
 */
public record Entry(Address address, long size, Optional<SegmentsKey> segments) {}
