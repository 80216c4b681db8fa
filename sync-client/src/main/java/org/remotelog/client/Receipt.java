package org.remotelog.client;

import org.remotelog.format.Address;
import org.remotelog.format.MessageId;
import org.remotelog.format.RecordId;

/**
 * What Alice gets for a message that is published: the NS names a page that has it.
 *
 * @param sequence its place in the log, from 1
 * @param id the message id
 * @param address of the exact serialized message, also when it stands only in the page
 * @param record the id of the record that published it
 */
public record Receipt(long sequence, MessageId id, Address address, RecordId record) {}
