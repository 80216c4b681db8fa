package org.remotelog.ns;

import java.time.InstantSource;
import org.remotelog.ns.rocksdb.RocksHeadStore;
import org.remotelog.server.ServerOptions;
import org.remotelog.server.ServiceName;
import org.remotelog.server.ServiceProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The NS as a process of its own. */
@Command(
        mixinStandardHelpOptions = true,
        description = "Serves a name system: one signed, mutable pointer per name, that only the key's owner can move.",
        footer = {"", "Each option is also an environment variable: --data-dir is NS_DATA_DIR."})
public final class Main implements Runnable {
    private static final ServiceName NAME = new ServiceName("ns-service", "NS", 50052, 9465, "./data/ns");

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private HeadOptions heads = new HeadOptions();

    @Mixin
    private WatchOptions watches = new WatchOptions();

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(ServiceProcess.run(new Main(), NAME, arguments, RocksHeadStore.restore()));
    }

    @Override
    public void run() {
        NsConfig config = new NsConfig(server.config(), heads.limits(), heads.contentCache(), watches.config());
        ServiceProcess.serve(() -> NsServer.start(config, InstantSource.system()));
    }
}
