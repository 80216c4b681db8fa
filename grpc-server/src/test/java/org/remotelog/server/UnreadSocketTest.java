package org.remotelog.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.proto.cas.Content;
import org.remotelog.server.testing.RawHttp2;

class UnreadSocketTest extends ServerTest {
    @Test
    void aClientThatAsksOnAndOnAndReadsNothingIsCutOff() throws Exception {
        cas.add = content -> {
            throw new RemoteLogException(Reason.MALFORMED_CONTENT, "x".repeat(TrailerBudget.MESSAGE_CHARS));
        };
        try (RawHttp2 raw = new RawHttp2(server.address()).greet()) {
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
