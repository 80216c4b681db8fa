package org.remotelog.cas.campaign;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.util.Random;
import org.remotelog.server.testing.RawHttp2;

/** Sends what is hardly HTTP/2: frames of any type, flags and stream, of random bytes, or random bytes alone. */
record MalformedFrames() implements Hostile {
    private static final int FRAMES = 200;

    @Override
    public void attack(HostAndPort server, Random random) throws IOException {
        try (RawHttp2 raw = new RawHttp2(server)) {
            if (random.nextInt(4) == 0) {
                byte[] noise = new byte[random.nextInt(10_000)];
                random.nextBytes(noise);
                raw.bytes(noise);
            } else {
                raw.greet().call(1, "vac.cas.CAS/Add");
                for (int i = 0; i < FRAMES; i++) {
                    byte[] noise = new byte[random.nextInt(100)];
                    random.nextBytes(noise);
                    raw.frame(random.nextInt(12), random.nextInt(256), random.nextInt(8), noise);
                }
            }
            raw.next(RawHttp2.GOAWAY);
        }
    }
}
