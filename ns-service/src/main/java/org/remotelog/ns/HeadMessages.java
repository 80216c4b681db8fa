package org.remotelog.ns;

import org.remotelog.format.Name;
import org.remotelog.format.RemoteLogException;
import org.remotelog.ns.head.Fetched;
import org.remotelog.ns.store.Head;
import org.remotelog.proto.ns.Content;
import org.remotelog.proto.ns.Query;
import org.remotelog.server.ErrorMapper;

/** Heads as they go over the wire. */
final class HeadMessages {
    /** What is no name is repeated to whoever asked for it, up to here; a name has at most 65 characters. */
    private static final int MAX_ECHO_CHARS = 100;

    private final ErrorMapper errors;

    /**
     * @param errors for one of several names
     */
    HeadMessages(ErrorMapper errors) {
        this.errors = errors;
    }

    static org.remotelog.ns.head.Query query(Query request) {
        return new org.remotelog.ns.head.Query(
                request.getName(), request.getNewerThan(), request.getAcceptPrepend(), request.getRecordId());
    }

    static Content content(Fetched fetched) {
        Head head = fetched.head();
        Content.Builder content =
                Content.newBuilder().setName(head.name().toString()).setSequence(head.sequence());
        return switch (fetched.kind()) {
            case UNCHANGED -> content.setUnchanged(true).build();
            case IN_FRONT, WHOLE ->
                content.setRecord(head.record().envelope())
                        .setData(fetched.data())
                        .setPrepend(fetched.kind() == Fetched.Kind.IN_FRONT)
                        .build();
        };
    }

    /** Why one of several names has no answer: whoever asked for it knows it again. */
    Content failed(String asked, Throwable failure, String method) {
        return Content.newBuilder()
                .setName(shown(asked))
                .setStatus(errors.toStatus(failure, method))
                .build();
    }

    private static String shown(String asked) {
        try {
            return Name.parse(asked).toString();
        } catch (RemoteLogException e) {
            return asked.length() <= MAX_ECHO_CHARS ? asked : asked.substring(0, MAX_ECHO_CHARS);
        }
    }
}
