package org.remotelog.cas.campaign;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.util.Random;
import org.remotelog.server.testing.RawHttp2;

/** Floods with calls that cost next to nothing to make, and reads what is answered. */
record TinyCalls() implements Hostile {
    private static final int ROUNDS = 4;
    private static final int AT_ONCE = 250;
    private static final String[] METHODS = {
        "vac.cas.CAS/Add",
        "vac.cas.CAS/Get",
        "vac.cas.CAS/FindMissing",
        "vac.cas.CAS/Capabilities",
        "vac.cas.CAS/BatchGet",
        "grpc.health.v1.Health/Check",
        "grpc.health.v1.Health/Watch",
        "no.Such/Method",
        ""
    };

    @Override
    public void attack(HostAndPort server, Random random) throws IOException {
        try (RawHttp2 raw = new RawHttp2(server).greet()) {
            int stream = 1;
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < AT_ONCE; i++, stream += 2) {
                    raw.call(stream, METHODS[random.nextInt(METHODS.length)])
                            .message(stream, RawHttp2.END_STREAM, new byte[0]);
                }
                for (int i = 0; i < AT_ONCE / 2; i++) {
                    raw.next(RawHttp2.HEADERS);
                }
            }
        }
    }
}
