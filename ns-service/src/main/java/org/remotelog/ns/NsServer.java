package org.remotelog.ns;

import io.grpc.BindableService;
import java.time.InstantSource;
import java.util.List;
import org.remotelog.ns.head.NameSystem;
import org.remotelog.ns.rocksdb.RocksHeadStore;
import org.remotelog.ns.store.Corruption;
import org.remotelog.server.GrpcServer;
import org.remotelog.server.Service;
import org.remotelog.server.ServiceContext;
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
        return GrpcServer.start(config.server(), context -> service(context, config, clock));
    }

    private static Service service(ServiceContext context, NsConfig config, InstantSource clock) {
        Corruption corruption = new Corruption(context.meters());
        RocksHeadStore store = RocksHeadStore.open(context, corruption);
        NameSystem names = new NameSystem(
                store, context.workers(), config.limits(), config.contentCache(), clock, corruption, context.meters());
        NsHandler handler = new NsHandler(names, context.workers(), context.errors());
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
