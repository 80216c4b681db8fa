package org.remotelog.cas;

import java.time.Duration;
import org.remotelog.cas.content.Limits;
import org.remotelog.server.Seconds;
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
    private long maxAddBytes;

    @Option(
            names = "--max-write-bytes",
            paramLabel = "SIZE",
            defaultValue = "256MiB",
            converter = WriteSize.class,
            description = "the longest content that Write takes, at most 16GiB (default: ${DEFAULT-VALUE})")
    private long maxWriteBytes;

    @Option(
            names = "--upload-idle",
            paramLabel = "SECONDS",
            defaultValue = "86400",
            converter = Seconds.class,
            description = "how long an upload may stand still before it is given up (default: ${DEFAULT-VALUE})")
    private Duration uploadIdle = Duration.ZERO;

    Limits limits() {
        return new Limits(
                (int) maxAddBytes,
                Limits.DEFAULT.maxBatchItems(),
                Limits.DEFAULT.maxBatchBytes(),
                maxWriteBytes,
                uploadIdle);
    }

    private static final class ContentSize extends SizeUpTo {
        ContentSize() {
            super(Limits.MAX_CONTENT_BYTES);
        }
    }

    private static final class WriteSize extends SizeUpTo {
        WriteSize() {
            super(Limits.MAX_WRITE_BYTES);
        }
    }
}
