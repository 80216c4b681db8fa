package org.remotelog.cas.campaign;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.remotelog.server.testing.RawHttp2;

/** Announces long messages and sends them by and by, now in small pieces, now in large ones, on many streams at once. */
record NeverEndingRequest() implements Hostile {
    private static final String[] METHODS = {"Add", "BatchAdd", "Get", "Write"};
    private static final int STREAMS = 50;
    private static final int PIECES = 2000;
    private static final int MAX_PIECE = 16_000;

    @Override
    public void attack(HostAndPort server, Random random) throws IOException {
        try (RawHttp2 raw = new RawHttp2(server).greet()) {
            byte[] announced = ByteBuffer.allocate(5).putInt(1, 4 << 20).array();
            for (int stream = 1; stream < 2 * STREAMS; stream += 2) {
                raw.call(stream, "vac.cas.CAS/" + METHODS[random.nextInt(METHODS.length)])
                        .frame(RawHttp2.DATA, 0, stream, announced);
            }
            for (int i = 0; i < PIECES; i++) {
                int length = random.nextInt(4) == 0 ? random.nextInt(MAX_PIECE) : 1;
                raw.frame(RawHttp2.DATA, 0, 1 + 2 * random.nextInt(STREAMS), new byte[length]);
            }
            raw.next(RawHttp2.GOAWAY);
        }
    }
}
