package org.remotelog.cas;

import org.remotelog.server.Size;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

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

    private static final class ContentSize implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            long bytes = new Size().convert(text);
            if (bytes < 1 || bytes > Limits.MAX_CONTENT_BYTES) {
                throw new TypeConversionException("'" + text + "' is not from 1 to " + Limits.MAX_CONTENT_BYTES);
            }
            return (int) bytes;
        }
    }
}
