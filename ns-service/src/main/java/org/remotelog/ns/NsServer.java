package org.remotelog.ns;

import java.time.InstantSource;
import org.remotelog.server.GrpcServer;
import org.remotelog.server.StartupException;

/** Starts an NS, in this process. */
public final class NsServer {
    private NsServer() {}

    /**
     * Starts an NS; close what it returns.
     *
     * @param clock what decides whether a record has expired
     * @throws StartupException if it cannot start
     */
    public static GrpcServer start(NsConfig config, InstantSource clock) {
        return GrpcServer.start(config.server(), context -> NsService.open(context, config, clock));
    }
}
