package org.remotelog.cli;

import com.google.protobuf.ByteString;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The bodies of messages, one after the other, byte for byte as they came. */
interface Bodies extends Closeable {
    /** The longest body: a content of the CAS is at most 4,128,768 bytes, and a message is some 60 longer than its body. */
    int LONGEST = 4 * 1024 * 1024 - 64 * 1024 - 128;

    /**
     * The next one; null after the last. Waits for it.
     *
     * @throws CliException if it is longer than {@value #LONGEST} bytes
     */
    @Nullable
    ByteString next() throws IOException;
}
