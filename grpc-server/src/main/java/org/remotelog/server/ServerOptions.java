package org.remotelog.server;

import com.google.common.net.HostAndPort;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that every service has, as a mixin of its command. Defaults come from {@link EnvironmentDefaults}. */
public final class ServerOptions {
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE})";

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            required = true,
            converter = Listen.class,
            description = "where gRPC listens; port 0 picks a free one" + DEFAULT)
    private HostAndPort listen = HostAndPort.fromHost("unset");

    @Option(
            names = "--metrics-listen",
            paramLabel = "HOST:PORT",
            required = true,
            converter = Listen.class,
            description = "where /metrics, /livez and /readyz listen" + DEFAULT)
    private HostAndPort metricsListen = HostAndPort.fromHost("unset");

    @Option(names = "--data-dir", paramLabel = "DIR", required = true, description = "where the data is kept" + DEFAULT)
    private Path dataDir = Path.of("");

    @Option(
            names = "--drain-delay",
            paramLabel = "SECONDS",
            defaultValue = "0",
            converter = Seconds.class,
            description = "how long health says NOT_SERVING before a stopping server stops listening" + DEFAULT)
    private Duration drainDelay = Duration.ZERO;

    @Option(
            names = "--drain-timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            converter = Seconds.class,
            description = "how long a stopping server waits for calls in flight" + DEFAULT)
    private Duration drainTimeout = Duration.ZERO;

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Mixin
    private ClientLimitOptions clients = new ClientLimitOptions();

    /** What was chosen. */
    public ServerConfig config() {
        return new ServerConfig(
                listen, metricsListen, dataDir, drainDelay, drainTimeout, store.config(), clients.limits());
    }

    private static final class Listen implements ITypeConverter<HostAndPort> {
        @Override
        public HostAndPort convert(String text) {
            try {
                HostAndPort parsed = HostAndPort.fromString(text).requireBracketsForIPv6();
                if (parsed.hasPort() && !parsed.getHost().isEmpty()) {
                    return parsed;
                }
            } catch (IllegalArgumentException e) {
                // Said below.
            }
            throw new TypeConversionException(
                    "'" + text + "' is not HOST:PORT, such as 127.0.0.1:50051, [::1]:0 or 0.0.0.0:50051");
        }
    }
}
