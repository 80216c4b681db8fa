package org.remotelog.server;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = "--backup-dir",
            paramLabel = "DIR",
            description = "where to keep backups of the store; without it none are made")
    private @Nullable Path backupDir;

    @Option(
            names = "--backup-interval",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            converter = Interval.class,
            description = "from one backup to the next (default: ${DEFAULT-VALUE})")
    private Duration backupInterval = Duration.ZERO;

    @Option(
            names = "--backup-keep",
            paramLabel = "N",
            defaultValue = "24",
            converter = Count.class,
            description = "how many backups to keep (default: ${DEFAULT-VALUE})")
    private int backupKeep;

    StoreConfig config() {
        return new StoreConfig(
                memory,
                diskReserve,
                Optional.ofNullable(backupDir)
                        .map(directory -> new BackupConfig(directory, backupInterval, backupKeep)));
    }

    private static final class Interval implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Duration interval = new Seconds().convert(text);
            if (interval.isZero()) {
                throw new TypeConversionException("'" + text + "' is no interval: it must be more than 0");
            }
            return interval;
        }
    }

    private static final class Count implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (!text.matches("[1-9][0-9]{0,5}")) {
                throw new TypeConversionException("'" + text + "' is not a number from 1 to 999999");
            }
            return Integer.valueOf(text);
        }
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
