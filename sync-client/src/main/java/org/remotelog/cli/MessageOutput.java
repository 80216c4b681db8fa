package org.remotelog.cli;

import com.google.protobuf.ByteString;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.remotelog.client.LogMessage;
import org.remotelog.format.Hex;

/** Prints messages. Each form fails with an {@link OutputException} when nobody reads it any more. */
abstract class MessageOutput {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final OutputStream out;

    private MessageOutput(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    }

    /** Bodies as they are, each with a byte after it. */
    static MessageOutput bodies(OutputStream out, byte end) {
        return new MessageOutput(out) {
            @Override
            void write(LogMessage message, OutputStream buffered) throws IOException {
                message.body().writeTo(buffered);
                buffered.write(end);
            }
        };
    }

    /** An object a line. */
    static MessageOutput json(OutputStream out) {
        return new MessageOutput(out) {
            @Override
            void write(LogMessage message, OutputStream buffered) throws IOException {
                buffered.write(object(message).getBytes(StandardCharsets.UTF_8));
                buffered.write('\n');
            }
        };
    }

    private static String object(LogMessage message) {
        return JsonLines.object(json -> {
            json.writeNumberField("sequence", message.sequence());
            json.writeStringField("id", message.id().toString());
            json.writeStringField("group", Hex.of(message.message().groupId()));
            json.writeNumberField("timestamp", message.timestamp());
            ByteString body = message.body();
            json.writeBinaryField("body", body.toByteArray());
            json.writeStringField("address", message.address().toString());
        });
    }

    abstract void write(LogMessage message, OutputStream buffered) throws IOException;

    final void write(LogMessage message) {
        try {
            write(message, out);
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }

    /** When it returns, the system has everything. */
    final void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }
}
