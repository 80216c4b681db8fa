package org.remotelog.cas.store;

/**
 * What an engine has to offer: views of one store, which whoever opened it closes. After that every operation fails with
 * DRAINING.
 */
public record Stores(
        ContentStore contents, SegmentStore segments, UploadStore uploads, Inventory inventory, ScrubStore scrubs) {}
