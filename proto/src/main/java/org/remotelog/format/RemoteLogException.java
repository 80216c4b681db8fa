package org.remotelog.format;

import com.google.protobuf.Message;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    private final Map<String, String> metadata;
    private final List<Message> details;

    /** A refusal that no single field is to blame for. */
    public RemoteLogException(Reason reason, String message) {
        this(reason, null, message, null);
    }

    /**
     * @param field the field of the request that is wrong, as a protobuf path ({@code
     *     content[3].data})
     */
    public RemoteLogException(Reason reason, @Nullable String field, String message, @Nullable Throwable cause) {
        this(reason, field, message, cause, Map.of(), List.of());
    }

    private RemoteLogException(
            Reason reason,
            @Nullable String field,
            String message,
            @Nullable Throwable cause,
            Map<String, String> metadata,
            List<Message> details) {
        super(message, cause);
        this.reason = reason;
        this.field = field;
        this.metadata = metadata;
        this.details = details;
    }

    /** Why. */
    public final Reason reason() {
        return reason;
    }

    /** The field of the request that is wrong, or null. */
    public final @Nullable String field() {
        return field;
    }

    /** What the {@code ErrorInfo} says besides the reason; see {@link Reason} for the keys. */
    public final Map<String, String> metadata() {
        return metadata;
    }

    /** What travels beside the {@code ErrorInfo}, such as the stored head of a HEAD_MOVED. */
    public final List<Message> details() {
        return details;
    }

    /** The same refusal, laid to a field of the request. */
    public final RemoteLogException at(String path) {
        return new RemoteLogException(reason, path, text(), this, metadata, details);
    }

    /** The same refusal, with one more entry of metadata. */
    public final RemoteLogException with(String key, String value) {
        Map<String, String> more = new TreeMap<>(metadata);
        more.put(key, value);
        return new RemoteLogException(reason, field, text(), getCause(), Map.copyOf(more), details);
    }

    /** The same refusal, with one more detail. */
    public final RemoteLogException with(Message detail) {
        List<Message> more = new ArrayList<>(details);
        more.add(detail);
        return new RemoteLogException(reason, field, text(), getCause(), metadata, List.copyOf(more));
    }

    private String text() {
        return String.valueOf(getMessage());
    }
}
