package org.remotelog.server;

import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of a service's store. */
final class StoreOptions {
    @Option(
            names = "--store-memory",
            paramLabel = "SIZE",
            defaultValue = "128MiB",
            converter = Memory.class,
            description =
                    "native memory of the store: caches, indexes, filters, write buffers (default: ${DEFAULT-VALUE})")
    private long memory;

    @Option(
            names = "--disk-reserve",
            paramLabel = "SIZE|PERCENT%",
            converter = Space.class,
            description = "space to leave free on the disk: writes that need it are refused"
                    + " (default: 1GiB or 5%%, whichever is more)")
    private Reserve diskReserve = Reserve.DEFAULT;

    StoreConfig config() {
        return new StoreConfig(memory, diskReserve);
    }

    private static final class Memory implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            long bytes = new Size().convert(text);
            if (bytes < StoreConfig.MIN_MEMORY) {
                throw new TypeConversionException("'" + text + "' is less than 16MiB");
            }
            return bytes;
        }
    }

    private static final class Space implements ITypeConverter<Reserve> {
        @Override
        public Reserve convert(String text) {
            if (!text.endsWith("%")) {
                return new Reserve(new Size().convert(text), 0);
            }
            try {
                return new Reserve(0, new BigDecimal(text.substring(0, text.length() - 1)).doubleValue());
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(
                        "'" + text + "' is not a share of the disk, from 0% to less than 100%");
            }
        }
    }
}
