package org.remotelog.cas.store;

/** Two ways into the same store. */
public record Reads(ContentStore contents, SegmentStore segments) {}
