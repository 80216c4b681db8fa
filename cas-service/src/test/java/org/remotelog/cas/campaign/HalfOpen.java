package org.remotelog.cas.campaign;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.remotelog.server.testing.RawHttp2;

/** Connects, says half a word or nothing, and waits. */
record HalfOpen() implements Hostile {
    private static final int CONNECTIONS = 20;

    @Override
    public void attack(HostAndPort server, Random random) throws IOException {
        RawHttp2[] all = new RawHttp2[CONNECTIONS];
        try {
            byte[] words = "PRI * HTTP/2.0".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            for (int i = 0; i < CONNECTIONS; i++) {
                all[i] = new RawHttp2(server).bytes(Arrays.copyOf(words, random.nextInt(words.length)));
            }
            for (RawHttp2 one : all) {
                one.next(RawHttp2.GOAWAY);
            }
        } finally {
            for (RawHttp2 one : all) {
                if (one != null) {
                    one.close();
                }
            }
        }
    }
}
