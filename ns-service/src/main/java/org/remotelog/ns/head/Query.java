package org.remotelog.ns.head;

import com.google.protobuf.ByteString;

/**
 * What a reader asks; nothing of it is checked yet.
 *
 * @param name any text form
 * @param newerThan the sequence of the newest record that the reader has seen, 0 for none; unsigned
 * @param acceptPrepend whether the reader holds the content at {@code newerThan}
 * @param recordId the id of the record that it has seen there, or empty
 */
public record Query(String name, long newerThan, boolean acceptPrepend, ByteString recordId) {}
