package org.remotelog.cas;

import org.remotelog.cas.rocksdb.CasDatabase;
import org.remotelog.server.ServerOptions;
import org.remotelog.server.ServiceName;
import org.remotelog.server.ServiceProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The CAS as a process of its own. */
@Command(
        mixinStandardHelpOptions = true,
        description = "Serves a content-addressed store: immutable bytes, addressed by their SHA-256.",
        footer = {"", "Each option is also an environment variable: --data-dir is CAS_DATA_DIR."})
public final class Main implements Runnable {
    private static final ServiceName NAME = new ServiceName("cas-service", "CAS", 50051, 9464, "./data/cas");

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Mixin
    private ContentOptions contents = new ContentOptions();

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(ServiceProcess.run(
                new Main(), NAME, arguments, new VerifyCommand(), new QuarantineCommand(), CasDatabase.restore()));
    }

    @Override
    public void run() {
        CasConfig config = new CasConfig(server.config(), limits.limits(), contents.contentCache(), contents.scrub());
        ServiceProcess.serve(() -> CasServer.start(config));
    }
}
