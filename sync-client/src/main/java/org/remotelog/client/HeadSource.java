package org.remotelog.client;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.remotelog.format.Address;
import org.remotelog.format.Name;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.SignedRecord;
import org.remotelog.proto.ns.Content;
import org.remotelog.proto.ns.Query;

/** Asks the NS where a name points, and verifies the answer. */
final class HeadSource {
    private final Services services;
    private final Name name;

    HeadSource(Services services, Name name) {
        this.services = services;
        this.name = name;
    }

    /** What the NS answered. */
    sealed interface Answer {
        /** It does not know the name. */
        record Unknown() implements Answer {}

        /** It has what the client has. */
        record Unchanged() implements Answer {}

        /**
         * It has another record, verified.
         *
         * @param content the head's content, if it came along; not yet verified
         * @param extendsHeld the content is what the client holds with more in front
         */
        record Changed(SignedRecord record, Optional<ByteString> content, boolean extendsHeld) implements Answer {}
    }

    /**
     * Asks for the head.
     *
     * @param seen the newest head that the client has, with its content if that is at hand
     * @throws RemoteLogException if what comes back does not verify
     */
    Answer ask(Optional<SignedRecord> seen, Optional<ByteString> held) {
        Query.Builder query = Query.newBuilder().setName(name.toString());
        if (seen.isPresent() && held.isPresent()) { // Without the content there is nothing to compare with.
            query.setNewerThan(seen.get().sequence())
                    .setRecordId(seen.get().id().hash())
                    .setAcceptPrepend(true);
        }
        Answer answer = answer(services.ns().fetch(query.build()), held);
        if (query.getAcceptPrepend() && answer instanceof Answer.Changed changed && !isRight(changed)) {
            return answer(
                    services.ns()
                            .fetch(query.clearNewerThan().clearAcceptPrepend().build()),
                    Optional.empty());
        }
        return answer;
    }

    /**
     * The head as the NS has it now, without regard to what was seen before.
     *
     * @throws RemoteLogException NAME_UNKNOWN, and what {@link #complete} throws
     */
    Head current() {
        if (ask(Optional.empty(), Optional.empty()) instanceof Answer.Changed changed) {
            return complete(changed);
        }
        throw unknown();
    }

    /** What to throw when there is nothing to go on with. */
    RemoteLogException unknown() {
        return new RemoteLogException(Reason.NAME_UNKNOWN, "the NS does not know " + name);
    }

    private Answer answer(Optional<Content> fetched, Optional<ByteString> held) {
        if (fetched.isEmpty()) {
            return new Answer.Unknown();
        }
        Content content = fetched.get();
        if (content.getUnchanged() && held.isPresent()) {
            return new Answer.Unchanged();
        }
        return verify(content, held);
    }

    /**
     * Verifies the record of an answer.
     *
     * @param held what an answer that only has the bytes in front is joined with
     */
    Answer.Changed verify(Content content, Optional<ByteString> held) {
        SignedRecord record = SignedRecord.verify(name, content.getRecord());
        boolean extendsHeld = content.getPrepend() && held.isPresent();
        ByteString data = extendsHeld ? content.getData().concat(held.get()) : content.getData();
        return new Answer.Changed(record, data.isEmpty() ? Optional.empty() : Optional.of(data), extendsHeld);
    }

    private static boolean isRight(Answer.Changed changed) {
        return changed.content().isEmpty()
                || Head.addressOf(changed.record()).matches(changed.content().get());
    }

    /**
     * Gets the content of a head, from the CAS if it did not come along, and verifies it.
     *
     * @throws RemoteLogException CONTENT_UNKNOWN or CONTENT_CORRUPT if the CAS does not have it, CONTENT_MISMATCH, and what
     *     {@link org.remotelog.format.Page#decode} throws
     */
    Head complete(Answer.Changed changed) {
        if (changed.content().isPresent()) {
            return Head.verify(changed.record(), changed.content().get(), true);
        }
        Address address = Head.addressOf(changed.record());
        return Head.verify(changed.record(), getFromCas(address), false);
    }

    /**
     * One content, verified.
     *
     * @throws RemoteLogException CONTENT_UNKNOWN, CONTENT_CORRUPT
     */
    ByteString getFromCas(Address address) {
        return require(address, services.cas().get(address));
    }

    /**
     * What the CAS answered for an address.
     *
     * @throws RemoteLogException CONTENT_UNKNOWN, CONTENT_CORRUPT
     */
    static ByteString require(Address address, CasClient.@Nullable Answer answer) {
        if (answer instanceof CasClient.Answer.Found found) {
            return found.content();
        }
        if (answer instanceof CasClient.Answer.Corrupt corrupt) {
            throw new ContentUnavailableException(address, Reason.CONTENT_CORRUPT, address + ": " + corrupt.why());
        }
        if (answer instanceof CasClient.Answer.TooLong) {
            throw new ContentUnavailableException(
                    address, Reason.CONTENT_CORRUPT, address + ": " + CasClient.Answer.TooLong.NO_PAGE);
        }
        throw new ContentUnavailableException(address, Reason.CONTENT_UNKNOWN, "the CAS does not have " + address);
    }
}
