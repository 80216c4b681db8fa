package org.remotelog.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.proto.cas.Content;
import org.remotelog.server.testing.RawHttp2;

class UnreadSocketTest extends ServerTest {
    private static final int RECEIVE_BYTES = 4 << 10;

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aClientThatAsksOnAndOnAndReadsNothingIsCutOff() throws Exception {
        Random random = new Random(1);
        cas.add = content -> { // Words that HPACK cannot make short.
            throw new RemoteLogException(
                    Reason.MALFORMED_CONTENT,
                    random.ints(TrailerBudget.MESSAGE_CHARS, 'a', 'z')
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            .toString());
        };
        try (RawHttp2 raw = new RawHttp2(server.address(), RECEIVE_BYTES).greet()) {
            assertThatThrownBy(() -> {
                        for (int stream = 1; stream > 0; stream += 2) {
                            raw.call(stream, "vac.cas.CAS/Add").message(stream, RawHttp2.END_STREAM, new byte[0]);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        cas.add = FakeCas.ACCEPTING;
        assertThat(client.add(Content.getDefaultInstance())).isNotNull();
    }
}
