package org.remotelog.ns.head;

import com.google.protobuf.ByteString;
import java.io.Serial;
import java.util.Optional;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.ns.store.Head;

/**
 * HEAD_MOVED: the record does not fit the stored head, which comes with the refusal, so that the writer can rebase on it.
 */
public final class HeadMoved extends RemoteLogException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient Head head;
    private final transient Optional<ByteString> content;

    HeadMoved(Head head, String message) {
        this(head, Optional.empty(), message);
    }

    private HeadMoved(Head head, Optional<ByteString> content, String message) {
        super(Reason.HEAD_MOVED, message);
        this.head = head;
        this.content = content;
    }

    HeadMoved with(ByteString contentOfHead) {
        return new HeadMoved(head, Optional.of(contentOfHead), String.valueOf(getMessage()));
    }

    /** The stored head. */
    public Head head() {
        return head;
    }

    /** Its content, when that is short and here. */
    public Optional<ByteString> content() {
        return content;
    }
}
