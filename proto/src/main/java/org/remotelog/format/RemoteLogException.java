package org.remotelog.format;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Something was refused, with a {@link Reason} that code can match on and a message for people that
 * says what was wrong, with which value. Both services throw it and answer it as a {@code
 * google.rpc.Status} ({@link ErrorDetails}); the client library turns such a status back into it.
 */
public class RemoteLogException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final @Nullable String field;

    /** A refusal that no single field is to blame for. */
    public RemoteLogException(Reason reason, String message) {
        this(reason, null, message, null);
    }

    /**
     * @param field the field of the request that is wrong, as a protobuf path ({@code
     *     content[3].data})
     */
    public RemoteLogException(Reason reason, @Nullable String field, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.field = field;
    }

    /** Why. */
    public final Reason reason() {
        return reason;
    }

    /** The field of the request that is wrong, or null. */
    public final @Nullable String field() {
        return field;
    }

    /** The same refusal, laid to a field of the request. */
    public RemoteLogException at(String path) {
        return new RemoteLogException(reason, path, String.valueOf(getMessage()), this);
    }
}
