package org.remotelog.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** All of an input as one body. */
final class WholeBody implements Bodies {
    private final InputStream in;
    private final String source;
    private boolean taken;

    /**
     * @param source what {@code in} is, for people
     */
    WholeBody(InputStream in, String source) {
        this.in = in;
        this.source = source;
    }

    @Override
    public @Nullable ByteString next() throws IOException {
        if (taken) {
            return null;
        }
        taken = true;
        byte[] body = in.readNBytes(LONGEST + 1);
        if (body.length > LONGEST) {
            throw new CliException(
                    source + " is longer than a message can be, " + LONGEST + " bytes: cut it into several");
        }
        return UnsafeByteOperations.unsafeWrap(body); // Nobody else has the array, and it may be long.
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
