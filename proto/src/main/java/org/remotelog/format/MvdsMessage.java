package org.remotelog.format;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.remotelog.proto.mvds.Message;
import org.remotelog.proto.mvds.Metadata;

/**
 * An MVDS message together with the exact bytes that it was serialized to; its address is the
 * address of those bytes.
 *
 * <p>Source: 2/MVDS, 4/MVDS-META.
 */
public final class MvdsMessage {
    /**
     * The length of a group id: fixed, because the message id does not separate it from what follows.
     */
    public static final int GROUP_ID_BYTES = 32;

    private final ByteString bytes;
    private final ByteString groupId;
    private final long timestamp;
    private final ByteString body;
    private final Metadata metadata;
    private final MessageId id;

    private MvdsMessage(ByteString bytes, ByteString groupId, long timestamp, ByteString body, Metadata metadata) {
        if (groupId.size() != GROUP_ID_BYTES) {
            throw malformed("a group_id is " + GROUP_ID_BYTES + " bytes, not " + groupId.size());
        }
        this.bytes = bytes;
        this.groupId = groupId;
        this.timestamp = timestamp;
        this.body = body;
        this.metadata = metadata;
        this.id = MessageId.of(groupId, timestamp, body);
    }

    /**
     * Makes a message, with the field numbers of the specification.
     *
     * @param groupId 32 bytes
     * @param timestamp Unix seconds
     * @throws RemoteLogException MALFORMED_MESSAGE
     */
    public static MvdsMessage of(ByteString groupId, long timestamp, ByteString body) {
        Message.Builder message = Message.newBuilder().setGroupId(groupId);
        if (timestamp != 0) { // What is 0 or empty is left out, as the specification's own file has it.
            message.setTimestamp(timestamp);
        }
        if (!body.isEmpty()) {
            message.setBody(body);
        }
        ByteString bytes = message.build().toByteString();
        return new MvdsMessage(bytes, groupId, timestamp, body, Metadata.getDefaultInstance());
    }

    /**
     * Reads a serialized message with either numbering of its fields, and keeps the bytes as they
     * are.
     *
     * @throws RemoteLogException MALFORMED_MESSAGE if it does not parse, has fields of both
     *     numberings, or a group id that is not 32 bytes
     */
    public static MvdsMessage decode(ByteString bytes) {
        Message message;
        try {
            message = Message.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw malformed("not a protobuf vac.mvds.Message: " + e.getMessage());
        }
        return Legacy.isUsedBy(message) ? Legacy.read(bytes, message) : read(bytes, message);
    }

    private static MvdsMessage read(ByteString bytes, Message message) {
        return new MvdsMessage(
                bytes, message.getGroupId(), message.getTimestamp(), message.getBody(), message.getMetadata());
    }

    /** The exact serialized message. */
    public ByteString bytes() {
        return bytes;
    }

    /** 32 bytes. */
    public ByteString groupId() {
        return groupId;
    }

    /** Unix seconds. */
    public long timestamp() {
        return timestamp;
    }

    /** The application's bytes. */
    public ByteString body() {
        return body;
    }

    /** Dependencies and the ephemeral flag; not covered by the message id. */
    public Metadata metadata() {
        return metadata;
    }

    /** H1. */
    public MessageId id() {
        return id;
    }

    /** H2: the address of {@link #bytes()}. Computed at every call. */
    public Address address() {
        return Address.of(bytes);
    }

    private static RemoteLogException malformed(String message) {
        return new RemoteLogException(Reason.MALFORMED_MESSAGE, message);
    }

    /** The numbers that the reference implementation of MVDS once gave the fields. */
    @SuppressWarnings("deprecation")
    private static final class Legacy {
        private Legacy() {}

        static boolean isUsedBy(Message m) {
            return m.hasLegacyGroupId() || m.hasLegacyTimestamp() || m.hasLegacyBody() || m.hasLegacyMetadata();
        }

        static MvdsMessage read(ByteString bytes, Message m) {
            if (m.hasGroupId() || m.hasTimestamp() || m.hasBody() || m.hasMetadata()) {
                throw malformed("a message has fields 1 to 4 or fields 6001 to 6004, not both");
            }
            return new MvdsMessage(
                    bytes, m.getLegacyGroupId(), m.getLegacyTimestamp(), m.getLegacyBody(), m.getLegacyMetadata());
        }
    }
}
