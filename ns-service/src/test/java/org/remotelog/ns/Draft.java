package org.remotelog.ns;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.remotelog.format.Address;
import org.remotelog.format.RecordId;
import org.remotelog.format.SignedRecord;
import org.remotelog.format.cbor.DagCbor;
import org.remotelog.proto.ipns.IpnsEntry;

/** The signed fields of a record, to be altered before they are signed. */
public record Draft(TestKey key, Map<String, Object> fields) {
    /** When the records of these tests expire, unless they say otherwise. */
    static final Instant VALIDITY = Instant.parse("2030-01-01T00:00:00Z");

    /** A record of another IPNS tool. */
    public static Draft plain(TestKey key, long sequence, ByteString content) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("TTL", 300_000_000_000L);
        fields.put("Value", ByteString.copyFromUtf8("/ipfs/" + Address.of(content)));
        fields.put("Sequence", sequence);
        fields.put("Validity", ByteString.copyFromUtf8(VALIDITY.toString()));
        fields.put("ValidityType", 0L);
        return new Draft(key, fields);
    }

    /** A record of ours. */
    public static Draft chained(TestKey key, long sequence, RecordId previous, ByteString content) {
        return plain(key, sequence, content).with("_prev", previous.hash());
    }

    public Draft with(String field, Object value) {
        Map<String, Object> altered = new LinkedHashMap<>(fields);
        altered.put(field, value);
        return new Draft(key, altered);
    }

    Draft without(String field) {
        Map<String, Object> altered = new LinkedHashMap<>(fields);
        altered.remove(field);
        return new Draft(key, altered);
    }

    Draft validUntil(Instant validity) {
        return with("Validity", ByteString.copyFromUtf8(validity.toString()));
    }

    ByteString data() {
        return DagCbor.encodeMap(fields);
    }

    ByteString envelope() {
        return envelope(key, data());
    }

    public SignedRecord record() {
        return SignedRecord.verify(key.name(), envelope());
    }

    /** Signs any bytes as the data of a record. */
    static ByteString envelope(TestKey key, ByteString data) {
        return envelope(data, key.sign(data));
    }

    static ByteString envelope(ByteString data, ByteString signature) {
        return IpnsEntry.newBuilder()
                .setSignatureV2(signature)
                .setData(data)
                .build()
                .toByteString();
    }
}
