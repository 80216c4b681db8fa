package org.remotelog.cas;

import io.grpc.BindableService;
import java.util.List;
import org.remotelog.cas.rocksdb.RocksContentStore;
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
        return GrpcServer.start(config.server(), context -> service(context, config.limits()));
    }

    private static Service service(ServiceContext context, Limits limits) {
        ContentStore store = new VerifiedStore(RocksContentStore.open(context), context.workers(), context.meters());
        Cas cas = new Cas(store, context.workers(), limits);
        CasHandler handler = new CasHandler(cas, context.workers(), context.errors(), Version.of(CasServer.class));
        return new Service() {
            @Override
            public List<BindableService> handlers() {
                return List.of(handler);
            }

            @Override
            public void close() {
                store.close();
            }
        };
    }
}
