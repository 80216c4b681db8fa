package org.remotelog.ns;

import io.grpc.BindableService;
import java.time.InstantSource;
import java.util.List;
import org.remotelog.ns.head.NameSystem;
import org.remotelog.ns.rocksdb.RocksHeadStore;
import org.remotelog.ns.store.Corruption;
import org.remotelog.server.Service;
import org.remotelog.server.ServiceContext;
import org.remotelog.server.StartupException;

/** The wiring of an NS: its handler, over the rules, over the store. */
record NsService(NsHandler handler, WatchCalls watches, RocksHeadStore store) implements Service {
    /**
     * @throws StartupException if the store cannot be opened
     */
    static NsService open(ServiceContext context, NsConfig config, InstantSource clock) {
        Corruption corruption = new Corruption(context.meters());
        RocksHeadStore store = RocksHeadStore.open(context, corruption);
        NameSystem names = new NameSystem(
                store,
                context.workers(),
                config.limits(),
                config.contentCache(),
                config.watches().names(),
                clock,
                corruption,
                context.meters());
        WatchCalls watches = new WatchCalls(config.watches().heartbeat(), context.meters());
        HeadMessages messages = new HeadMessages(context.errors());
        return new NsService(new NsHandler(names, context.workers(), watches, messages), watches, store);
    }

    @Override
    public List<BindableService> handlers() {
        return List.of(handler);
    }

    @Override
    public void drain() {
        watches.drain();
    }

    @Override
    public void close() {
        watches.close();
        store.close();
    }
}
