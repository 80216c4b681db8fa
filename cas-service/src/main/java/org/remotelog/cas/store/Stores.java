package org.remotelog.cas.store;

/**
 * What an engine has to offer: views of one store, which whoever opened it closes. After that every operation fails with
 * DRAINING.
 *
 * @param reads for clients
 * @param inPassing for maintenance: what is read does not push out of memory what clients need
 */
public record Stores(Reads reads, Reads inPassing, UploadStore uploads, Inventory inventory, ScrubStore scrubs) {}
