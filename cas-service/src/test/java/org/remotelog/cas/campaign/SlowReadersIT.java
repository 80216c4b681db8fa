package org.remotelog.cas.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.server.testing.JarProcess;
import org.remotelog.server.testing.RawHttp2;

/** A thousand readers that stop reading, at a server of 128 MiB. */
class SlowReadersIT {
    private static final Path JAR = Path.of("target/app/cas-service.jar");
    private static final int READERS = 1000;
    private static final int A_CONNECTION = 250;
    private static final int SECONDS = 5;
    private static final long MAX_DIRECT_MIB = 96;
    private static final long MAX_HEAP_GROWTH_MIB = 32;

    @TempDir
    Path directory;

    @Test
    void aThousandReadersThatStopReadingLeaveTheHeapFlat() throws Exception {
        try (JarProcess server = JarProcess.serveWith(
                "-Xmx128m -XX:MaxDirectMemorySize=128m", JAR, directory, "--disk-reserve", "1MiB")) {
            Stored stored = Stored.in(server.grpc().toString());
            Observed before = Observed.afterCollection(server);
            Observed most = before;
            List<RawHttp2> connections = new ArrayList<>();
            for (int i = 0; i < READERS / A_CONNECTION; i++) {
                connections.add(new RawHttp2(server.grpc()).greet(0));
            }
            for (int stream = 1; stream < 2 * A_CONNECTION; stream += 2) {
                for (RawHttp2 connection : connections) {
                    boolean batch = stream % 4 == 1;
                    connection
                            .call(stream, batch ? "vac.cas.CAS/BatchGet" : "vac.cas.CAS/Get")
                            .message(stream, RawHttp2.END_STREAM, batch ? stored.batchGet() : stored.get())
                            .flush();
                }
            }
            for (int i = 0; i < SECONDS; i++) {
                most = most.max(Observed.afterCollection(server));
                TimeUnit.SECONDS.sleep(1);
            }
            for (RawHttp2 connection : connections) {
                connection.close();
            }
            System.out.println(READERS + " readers that stop reading; cut off "
                    + Observed.sample(server, "calls_cut_off_total") + ", refused "
                    + Observed.sample(server, "calls_refused_total"));
            System.out.println("before, after a collection:  " + before);
            System.out.println("most, each after a collection: " + most);
            assertThat(most.direct()).isLessThanOrEqualTo(MAX_DIRECT_MIB);
            assertThat(most.heap() - before.heap()).isLessThanOrEqualTo(MAX_HEAP_GROWTH_MIB);
            assertThat(server.stderr()).doesNotContain("incident").doesNotContain("OutOfMemory");
        }
    }
}
