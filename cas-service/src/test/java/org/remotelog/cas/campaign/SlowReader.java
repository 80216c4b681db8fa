package org.remotelog.cas.campaign;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.util.Random;
import org.remotelog.server.testing.RawHttp2;

/** Asks for much and takes nothing of it: its window is 0. */
record SlowReader(byte[] getRequest, byte[] batchGetRequest) implements Hostile {
    private static final int CALLS = 200;

    @Override
    public void attack(HostAndPort server, Random random) throws IOException {
        try (RawHttp2 raw = new RawHttp2(server).greet(0)) {
            for (int stream = 1; stream < 2 * CALLS; stream += 2) {
                boolean batch = random.nextBoolean();
                raw.call(stream, batch ? "vac.cas.CAS/BatchGet" : "vac.cas.CAS/Get")
                        .message(stream, RawHttp2.END_STREAM, batch ? batchGetRequest : getRequest);
            }
            for (int resets = 0; resets < CALLS / 2; resets++) {
                raw.next(RawHttp2.RST_STREAM);
            }
        }
    }
}
