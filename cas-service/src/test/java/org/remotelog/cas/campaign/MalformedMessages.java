package org.remotelog.cas.campaign;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.remotelog.server.testing.RawHttp2;

/** Takes good requests and alters them: bytes flipped, cut off, repeated, lengths that lie. */
record MalformedMessages(List<byte[]> good) implements Hostile {
    private static final int CALLS = 500;
    private static final String[] METHODS = {
        "Add", "Get", "BatchAdd", "BatchGet", "FindMissing", "Capabilities", "Write"
    };

    @Override
    public void attack(HostAndPort server, Random random) throws IOException {
        try (RawHttp2 raw = new RawHttp2(server).greet()) {
            for (int stream = 1; stream < 2 * CALLS; stream += 2) {
                byte[] message = mutated(good.get(random.nextInt(good.size())), random);
                raw.call(stream, "vac.cas.CAS/" + METHODS[random.nextInt(METHODS.length)]);
                if (random.nextInt(20) == 0) { // Not even the prefix is one.
                    raw.frame(RawHttp2.DATA, RawHttp2.END_STREAM, stream, message);
                } else {
                    raw.message(stream, RawHttp2.END_STREAM, message);
                }
                if (stream % 100 == 1) {
                    raw.next(RawHttp2.HEADERS);
                }
            }
        }
    }

    static byte[] mutated(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int changes = random.nextInt(8); changes >= 0 && bytes.length > 0; changes--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                default -> {
                    int length = bytes.length;
                    bytes = Arrays.copyOf(bytes, 2 * length - at);
                    System.arraycopy(bytes, at, bytes, length, length - at);
                }
            }
            if (bytes.length > 100_000) {
                return bytes;
            }
        }
        return bytes;
    }
}
