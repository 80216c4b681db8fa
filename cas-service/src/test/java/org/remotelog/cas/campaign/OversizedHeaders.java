package org.remotelog.cas.campaign;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.util.Random;
import org.remotelog.server.testing.RawHttp2;

/** Sends headers that are too long, or that never end. */
record OversizedHeaders() implements Hostile {
    private static final int CALLS = 100;
    private static final int CONTINUATION = 9;

    @Override
    public void attack(HostAndPort server, Random random) throws IOException {
        try (RawHttp2 raw = new RawHttp2(server).greet()) {
            for (int stream = 1; stream < 2 * CALLS; stream += 2) {
                raw.call(stream, "vac.cas.CAS/Get", "x-much", "x".repeat(1 + random.nextInt(16_000)));
            }
            raw.frame(RawHttp2.HEADERS, 0, 2 * CALLS + 1);
            for (int i = 0; i < 1000; i++) {
                raw.frame(CONTINUATION, 0, 2 * CALLS + 1, new byte[random.nextInt(100)]);
            }
            raw.next(RawHttp2.GOAWAY);
        }
    }
}
