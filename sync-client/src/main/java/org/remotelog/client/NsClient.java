package org.remotelog.client;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.util.Iterator;
import java.util.Optional;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Name;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.SignedRecord;
import org.remotelog.proto.ns.Content;
import org.remotelog.proto.ns.HistoryRequest;
import org.remotelog.proto.ns.NSGrpc;
import org.remotelog.proto.ns.NameUpdate;
import org.remotelog.proto.ns.Query;
import org.remotelog.proto.ns.Response;

/** The NS as a client sees it. What it answers is not verified here: {@link Head} does that. */
final class NsClient {
    private final Calls<NSGrpc.NSBlockingStub> calls;

    NsClient(Calls<NSGrpc.NSBlockingStub> calls) {
        this.calls = calls;
    }

    /** The head of a name; empty when the NS does not know the name. */
    Optional<Content> fetch(Query query) {
        try {
            return Optional.of(calls.call(stub -> stub.fetch(query)));
        } catch (RemoteLogException e) {
            if (e.reason() == Reason.NAME_UNKNOWN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** What became of an update. */
    sealed interface Outcome {
        /** The NS has it. */
        record Accepted(Response response) implements Outcome {}

        /** Another record is the head: {@code head} as the NS told it, if it did. */
        record Moved(Optional<Content> head) implements Outcome {}

        /** The NS does not hold what was to be put in front of. */
        record ContentAbsent() implements Outcome {}
    }

    /**
     * Moves a name.
     *
     * @throws RemoteLogException if the NS refuses for another reason than those of {@link Outcome}
     */
    Outcome update(NameUpdate update) {
        try {
            return new Outcome.Accepted(calls.call(stub -> stub.update(update)));
        } catch (RefusedException e) {
            return switch (e.reason()) {
                case HEAD_MOVED -> new Outcome.Moved(ErrorDetails.find(e.status(), Content.class));
                case CONTENT_ABSENT -> new Outcome.ContentAbsent();
                default -> throw e;
            };
        }
    }

    /**
     * The record of a name at a sequence, verified; empty when the NS does not have it or does not offer its history.
     */
    Optional<SignedRecord> record(Name name, long sequence) {
        HistoryRequest request = HistoryRequest.newBuilder()
                .setName(name.toString())
                .setFrom(sequence)
                .build();
        ByteString envelope;
        try {
            envelope = calls.call(stub -> first(stub, request));
        } catch (RemoteLogException e) {
            if (e.reason() == Reason.NOT_OFFERED || e.reason() == Reason.NAME_UNKNOWN) {
                return Optional.empty();
            }
            throw e;
        } catch (ServiceException e) {
            if (e.code() == Status.Code.UNIMPLEMENTED) { // A server that is not ours.
                return Optional.empty();
            }
            throw e;
        }
        if (envelope.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(SignedRecord.verify(name, envelope)).filter(record -> record.sequence() == sequence);
    }

    private static ByteString first(NSGrpc.NSBlockingStub stub, HistoryRequest request) {
        try (CancellableCall call = new CancellableCall()) {
            Iterator<org.remotelog.proto.ns.SignedRecord> records = call.run(() -> stub.history(request));
            return records.hasNext() ? records.next().getRecord() : ByteString.EMPTY;
        }
    }
}
