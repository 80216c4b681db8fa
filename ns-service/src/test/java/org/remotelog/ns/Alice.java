package org.remotelog.ns;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.remotelog.format.Address;
import org.remotelog.format.RecordId;
import org.remotelog.format.SignedRecord;
import org.remotelog.proto.ns.NameUpdate;

/** A writer: signs one record after the other, and remembers what she signed. */
final class Alice {
    final TestKey key = new TestKey();
    final List<SignedRecord> signed = new ArrayList<>();
    ByteString content = ByteString.EMPTY;

    String name() {
        return key.name().toString();
    }

    SignedRecord newest() {
        return signed.get(signed.size() - 1);
    }

    /** The record with this sequence. */
    SignedRecord record(int sequence) {
        return signed.get(sequence - 1);
    }

    RecordId newestId() {
        return signed.isEmpty() ? RecordId.NONE : newest().id();
    }

    /** Signs the next record, for a head of this content. */
    SignedRecord sign(ByteString head) {
        return sign(head, Draft.VALIDITY);
    }

    SignedRecord sign(ByteString head, Instant validity) {
        content = head;
        Address address = Address.of(head);
        signed.add(
                signed.isEmpty()
                        ? SignedRecord.first(key.key(), address, validity, SignedRecord.DEFAULT_TTL)
                        : newest().next(key.key(), address, validity, SignedRecord.DEFAULT_TTL));
        return newest();
    }

    /** An update with the next record and its content as a whole. */
    NameUpdate whole(ByteString head) {
        sign(head);
        return update().setContent(head).build();
    }

    NameUpdate whole(String head) {
        return whole(ByteString.copyFromUtf8(head));
    }

    /** An update with the next record and what goes in front of her content. */
    NameUpdate prepend(ByteString piece) {
        sign(piece.concat(content));
        return update().setContent(piece).setPrepend(true).build();
    }

    NameUpdate prepend(String piece) {
        return prepend(ByteString.copyFromUtf8(piece));
    }

    /** An update with the next record, of the content that there is. */
    NameUpdate renew() {
        sign(content);
        return update().build();
    }

    /** An update with her newest record. */
    NameUpdate.Builder update() {
        return update(newest());
    }

    NameUpdate.Builder update(SignedRecord record) {
        return update(record.envelope());
    }

    NameUpdate.Builder update(ByteString envelope) {
        return NameUpdate.newBuilder().setName(name()).setRecord(envelope);
    }
}
