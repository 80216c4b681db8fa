package org.remotelog.cli;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A body for each line, or for each piece that ends with another byte. An empty line is an empty body; a last line without
 * an end is a body too.
 */
final class DelimitedBodies implements Bodies {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final String source;
    private final byte delimiter;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private long count;

    /**
     * @param source what {@code in} is, for people
     */
    DelimitedBodies(InputStream in, String source, byte delimiter) {
        this.in = in;
        this.source = source;
        this.delimiter = delimiter;
    }

    @Override
    public @Nullable ByteString next() throws IOException {
        count++;
        ByteString.Output body = ByteString.newOutput();
        while (fill()) {
            int end = position;
            while (end < limit && buffer[end] != delimiter) {
                end++;
            }
            if (body.size() + end - position > LONGEST) {
                throw new CliException("message " + count + " of " + source + " is longer than " + LONGEST
                        + " bytes: cut it into several messages");
            }
            body.write(buffer, position, end - position);
            position = end + 1;
            if (end < limit) {
                return body.toByteString();
            }
        }
        return body.size() > 0 ? body.toByteString() : null;
    }

    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = in.read(buffer);
        return limit > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
