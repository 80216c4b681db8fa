package org.remotelog.cli;

import com.google.protobuf.ByteString;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.remotelog.client.WriterBuilder;

/** The bodies of messages, one after the other, byte for byte as they came. */
interface Bodies extends Closeable {
    /** The longest body: a message is some 60 bytes longer. */
    int LONGEST = WriterBuilder.DEFAULT_MAX_MESSAGE_BYTES - 128;

    /**
     * The next one; null after the last. Waits for it.
     *
     * @throws CliException if it is longer than {@value #LONGEST} bytes
     */
    @Nullable
    ByteString next() throws IOException;
}
