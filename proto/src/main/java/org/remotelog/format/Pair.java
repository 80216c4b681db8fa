package org.remotelog.format;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.remotelog.proto.remotelog.RemoteLog;

/**
 * One message of a log, as a page has it: its address, or its bytes, or both.
 *
 * @param address where the CAS has the exact serialized message; empty when only {@code data} has it
 * @param id the message id
 * @param data the exact serialized message; empty when only the CAS has it
 * @param sequence counts the author's messages from 1; 0 in a log of 3/REMOTE-LOG alone
 */
public record Pair(Optional<Address> address, MessageId id, Optional<ByteString> data, long sequence) {
    /**
     * @throws RemoteLogException MALFORMED_PAGE
     */
    public Pair {
        if (address.isEmpty() && data.isEmpty()) {
            throw Page.malformed("a pair has neither data nor remoteHash: message " + id);
        }
        if (sequence < 0) {
            throw Page.malformed("a sequence is at most 2^63 - 1: message " + id);
        }
    }

    /** A message that only the CAS has. */
    public static Pair stored(MvdsMessage message, long sequence) {
        return new Pair(Optional.of(message.address()), message.id(), Optional.empty(), sequence);
    }

    /** A message that only the page has. */
    public static Pair embedded(MvdsMessage message, long sequence) {
        return new Pair(Optional.empty(), message.id(), Optional.of(message.bytes()), sequence);
    }

    /** A message that both the CAS and the page have. */
    public static Pair storedAndEmbedded(MvdsMessage message, long sequence) {
        return new Pair(Optional.of(message.address()), message.id(), Optional.of(message.bytes()), sequence);
    }

    static Pair decode(RemoteLog.Pair pair) {
        return new Pair(
                Page.optional(pair.getRemoteHash()).map(Address::new),
                new MessageId(pair.getLocalHash()),
                Page.optional(pair.getData()),
                pair.getSequence());
    }

    RemoteLog.Pair encode() {
        RemoteLog.Pair.Builder pair =
                RemoteLog.Pair.newBuilder().setLocalHash(id.hash()).setSequence(sequence);
        address.ifPresent(a -> pair.setRemoteHash(a.bytes()));
        data.ifPresent(pair::setData);
        return pair.build();
    }

    /** Without the bytes that the CAS has as well. */
    public Pair withoutStoredData() {
        return address.isPresent() ? new Pair(address, id, Optional.empty(), sequence) : this;
    }

    /**
     * The message in the page.
     *
     * @throws RemoteLogException CONTENT_MISMATCH if the bytes are not the ones of the address or of the message id,
     *     MALFORMED_MESSAGE
     * @throws java.util.NoSuchElementException if the page does not have it
     */
    public MvdsMessage message() {
        return message(data.orElseThrow());
    }

    /**
     * The message in bytes that came from anywhere.
     *
     * @throws RemoteLogException CONTENT_MISMATCH if the bytes are not the ones of the address or of the message id,
     *     MALFORMED_MESSAGE
     */
    public MvdsMessage message(ByteString bytes) {
        if (address.isPresent() && !address.get().matches(bytes)) {
            throw new RemoteLogException(Reason.CONTENT_MISMATCH, "the bytes do not hash to " + address.get());
        }
        MvdsMessage message = MvdsMessage.decode(bytes);
        if (!message.id().equals(id)) {
            throw new RemoteLogException(
                    Reason.CONTENT_MISMATCH, "the page says message " + id + ", the bytes are message " + message.id());
        }
        return message;
    }
}
