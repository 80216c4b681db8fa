package org.remotelog.ns;

import org.remotelog.ns.head.Limits;
import org.remotelog.server.Size;
import org.remotelog.server.SizeUpTo;
import picocli.CommandLine.Option;

/** The options of what is kept of heads, as a mixin. */
final class HeadOptions {
    @Option(
            names = "--max-head-bytes",
            paramLabel = "SIZE",
            defaultValue = "1MiB",
            converter = HeadSize.class,
            description = "the longest content of a head, at most 4032KiB (default: ${DEFAULT-VALUE})")
    private long maxHeadBytes;

    @Option(
            names = "--content-cache",
            paramLabel = "SIZE",
            defaultValue = "64MiB",
            converter = Size.class,
            description = "memory for contents of heads, joined and verified (default: ${DEFAULT-VALUE})")
    private long contentCache;

    Limits limits() {
        return new Limits((int) maxHeadBytes, Limits.DEFAULT.pieces());
    }

    long contentCache() {
        return contentCache;
    }

    private static final class HeadSize extends SizeUpTo {
        HeadSize() {
            super(Limits.MAX_HEAD_BYTES);
        }
    }
}
