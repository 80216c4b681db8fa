package org.remotelog.ns;

import java.util.List;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.RemoteLogException;
import org.remotelog.ns.head.HeadMoved;
import org.remotelog.ns.store.Head;
import org.remotelog.proto.ns.Content;

/** Puts the stored head beside a HEAD_MOVED. */
final class HeadMovedDetail {
    /**
     * The status travels in HTTP/2 trailers, in base64 and with its message a second time; clients take 8 KiB of trailers by
     * default.
     */
    static final int MAX_STATUS_BYTES = 4096;

    private HeadMovedDetail() {}

    /** The refusal with as much of the head as fits; who needs the rest fetches it. */
    static RemoteLogException attach(HeadMoved moved) {
        Head head = moved.head();
        Content sequence = Content.newBuilder()
                .setName(head.name().toString())
                .setSequence(head.sequence())
                .build();
        Content record =
                sequence.toBuilder().setRecord(head.record().envelope()).build();
        Content data = moved.content()
                .map(content -> record.toBuilder().setData(content).build())
                .orElse(record);
        return List.of(data, record).stream()
                .map(moved::with)
                .filter(refusal -> ErrorDetails.toStatus(refusal).getSerializedSize() < MAX_STATUS_BYTES)
                .findFirst()
                .orElseGet(() -> moved.with(sequence));
    }
}
