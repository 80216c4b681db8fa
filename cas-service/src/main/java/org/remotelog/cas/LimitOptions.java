package org.remotelog.cas;

import org.remotelog.server.SizeUpTo;
import picocli.CommandLine.Option;

/** The options for {@link Limits}, as a mixin. */
final class LimitOptions {
    @Option(
            names = "--max-add-bytes",
            paramLabel = "SIZE",
            defaultValue = "4032KiB",
            converter = ContentSize.class,
            description = "the longest content that Add takes, at most 4032KiB (default: ${DEFAULT-VALUE})")
    private int maxAddBytes;

    Limits limits() {
        return new Limits(maxAddBytes, Limits.DEFAULT.maxBatchItems(), Limits.DEFAULT.maxBatchBytes());
    }

    private static final class ContentSize extends SizeUpTo {
        ContentSize() {
            super(Limits.MAX_CONTENT_BYTES);
        }
    }
}
