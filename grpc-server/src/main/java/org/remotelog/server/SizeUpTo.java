package org.remotelog.server;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a size as {@link Size} does, from 1 byte to a limit. */
public abstract class SizeUpTo implements ITypeConverter<Long> {
    private final long limit;

    /** picocli makes converters by their constructor without arguments: a subclass has the limit. */
    protected SizeUpTo(long limit) {
        this.limit = limit;
    }

    @Override
    public final Long convert(String text) {
        long bytes = new Size().convert(text);
        if (bytes < 1 || bytes > limit) {
            throw new TypeConversionException("'" + text + "' is not from 1 to " + limit + " bytes");
        }
        return bytes;
    }
}
