package org.remotelog.cas.campaign;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.util.Random;
import org.remotelog.server.testing.RawHttp2;

/** Pings and changes its settings without a pause. */
record Pinger() implements Hostile {
    private static final int PINGS = 10_000;

    @Override
    public void attack(HostAndPort server, Random random) throws IOException {
        try (RawHttp2 raw = new RawHttp2(server).greet()) {
            for (int i = 0; i < PINGS; i++) {
                if (random.nextBoolean()) {
                    raw.frame(RawHttp2.PING, 0, 0, new byte[8]);
                } else {
                    raw.frame(RawHttp2.SETTINGS, 0, 0);
                }
            }
            raw.next(RawHttp2.GOAWAY);
        }
    }
}
