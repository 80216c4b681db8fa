package org.remotelog.server;

import com.google.common.net.HostAndPort;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What an operator chooses for any service.
 *
 * @param listen where gRPC listens; port 0 picks a free one
 * @param metricsListen where {@code /metrics}, {@code /livez} and {@code /readyz} listen
 * @param dataDir the directory of the store; made when it does not exist
 * @param drainDelay how long a stopping server goes on answering after its health says NOT_SERVING,
 *     so that load balancers take note
 * @param drainTimeout how long it then waits for calls in flight
 * @param store how the store uses this machine
 * @param clients what clients may take
 */
public record ServerConfig(
        HostAndPort listen,
        HostAndPort metricsListen,
        Path dataDir,
        Duration drainDelay,
        Duration drainTimeout,
        StoreConfig store,
        ClientLimits clients) {
    public ServerConfig {
        if (!listen.hasPort() || !metricsListen.hasPort()) {
            throw new IllegalArgumentException("an address to listen on has a port");
        }
        if (drainDelay.isNegative() || drainTimeout.isNegative()) {
            throw new IllegalArgumentException("a duration is not negative");
        }
    }

    /** The configuration of a server inside another process, such as a test: loopback, free ports. */
    public static ServerConfig onFreePorts(Path dataDir) {
        HostAndPort free = HostAndPort.fromParts("127.0.0.1", 0);
        return new ServerConfig(
                free, free, dataDir, Duration.ZERO, Duration.ofSeconds(10), StoreConfig.DEFAULT, ClientLimits.DEFAULT);
    }

    /** The same, with other limits for clients. */
    public ServerConfig with(ClientLimits limits) {
        return new ServerConfig(listen, metricsListen, dataDir, drainDelay, drainTimeout, store, limits);
    }
}
