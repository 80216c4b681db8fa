package org.remotelog.cas.campaign;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.util.Random;
import org.remotelog.server.testing.RawHttp2;

/** Begins calls and resets each after its headers, or a frame later. */
record Resetter() implements Hostile {
    private static final int CALLS = 2000;

    @Override
    public void attack(HostAndPort server, Random random) throws IOException {
        try (RawHttp2 raw = new RawHttp2(server).greet()) {
            for (int stream = 1; stream < 2 * CALLS; stream += 2) {
                raw.call(stream, "vac.cas.CAS/Add");
                if (random.nextBoolean()) {
                    raw.message(stream, random.nextInt(2), new byte[random.nextInt(1000)]);
                }
                raw.frame(RawHttp2.RST_STREAM, 0, stream, new byte[] {0, 0, 0, RawHttp2.CANCEL});
            }
            raw.next(RawHttp2.GOAWAY);
        }
    }
}
