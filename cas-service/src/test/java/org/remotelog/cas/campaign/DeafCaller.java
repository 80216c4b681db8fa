package org.remotelog.cas.campaign;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.util.Random;
import org.remotelog.server.testing.RawHttp2;

/** Makes calls that are refused with words, on and on, and never reads its socket. */
record DeafCaller() implements Hostile {
    private static final int CALLS = 10_000;

    @Override
    public void attack(HostAndPort server, Random random) throws IOException {
        try (RawHttp2 raw = new RawHttp2(server).greet()) {
            for (int stream = 1; stream < 2 * CALLS; stream += 2) {
                raw.call(stream, "vac.cas.CAS/Get").message(stream, RawHttp2.END_STREAM, new byte[] {10, 1, 1});
            }
        }
    }
}
