package org.remotelog.server;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for {@link ClientLimits}, as a mixin of {@link ServerOptions}. */
final class ClientLimitOptions {
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE})";

    @Option(
            names = "--call-memory",
            paramLabel = "SIZE",
            defaultValue = "64MiB",
            converter = Memory.class,
            description = "what calls may make the server hold for their clients" + DEFAULT)
    private long callMemory;

    @Option(
            names = "--max-streams",
            paramLabel = "N",
            defaultValue = "256",
            converter = Count.class,
            description = "calls that a connection may have at a time" + DEFAULT)
    private int maxStreams;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "2048",
            converter = Count.class,
            description = "connections at a time; one more closes the one that was silent longest" + DEFAULT)
    private int maxConnections;

    @Option(
            names = "--max-connection-age",
            paramLabel = "SECONDS",
            defaultValue = "1800",
            converter = Seconds.class,
            description = "when a connection is asked to go, give or take a tenth; 0 for never" + DEFAULT)
    private Duration maxConnectionAge = Duration.ZERO;

    ClientLimits limits() {
        return new ClientLimits(callMemory, maxStreams, maxConnections, maxConnectionAge);
    }

    private static final class Memory implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            long bytes = new Size().convert(text);
            if (bytes < ClientLimits.MIN_MEMORY) {
                throw new TypeConversionException("'" + text + "' is less than 8MiB");
            }
            return bytes;
        }
    }
}
