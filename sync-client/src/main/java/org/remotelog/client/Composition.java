package org.remotelog.client;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.Optional;
import org.remotelog.format.Address;
import org.remotelog.format.Page;

/**
 * What has to be stored and published so that messages are appended.
 *
 * @param head the new head
 * @param prefix when the new head is the old one with these bytes in front
 * @param uploads what the CAS must have acknowledged before the head is published
 */
record Composition(Page head, Optional<ByteString> prefix, Map<Address, ByteString> uploads) {}
