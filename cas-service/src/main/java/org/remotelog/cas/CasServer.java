package org.remotelog.cas;

import io.grpc.BindableService;
import java.time.Clock;
import java.util.List;
import org.remotelog.cas.content.Contents;
import org.remotelog.cas.rocksdb.CasDatabase;
import org.remotelog.server.GrpcServer;
import org.remotelog.server.Service;
import org.remotelog.server.ServiceContext;
import org.remotelog.server.StartupException;
import org.remotelog.server.Version;

/** Starts a CAS, in this process. */
public final class CasServer {
    private CasServer() {}

    /**
     * Starts a CAS; close what it returns.
     *
     * @throws StartupException if it cannot start
     */
    public static GrpcServer start(CasConfig config) {
        return GrpcServer.start(config.server(), context -> service(context, config));
    }

    private static Service service(ServiceContext context, CasConfig config) {
        Clock clock = Clock.systemUTC();
        CasDatabase database = CasDatabase.open(context, clock);
        Contents contents = new Contents(
                database.stores(),
                context.workers(),
                config.limits(),
                config.contentCache(),
                config.scrub(),
                clock,
                context.meters());
        contents.start();
        CasHandler handler = new CasHandler(contents, context.workers(), Version.of(CasServer.class));
        return new Service() {
            @Override
            public List<BindableService> handlers() {
                return List.of(handler);
            }

            @Override
            public void close() {
                try (database) {
                    contents.close();
                }
            }
        };
    }
}
