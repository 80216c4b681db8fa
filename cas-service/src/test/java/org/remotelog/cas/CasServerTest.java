package org.remotelog.cas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.cas.InProcessCas.address;
import static org.remotelog.cas.InProcessCas.content;
import static org.remotelog.server.testing.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.cas.content.Limits;
import org.remotelog.format.Reason;
import org.remotelog.proto.cas.BatchAddRequest;
import org.remotelog.proto.cas.BatchGetRequest;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.CapabilitiesRequest;
import org.remotelog.proto.cas.CapabilitiesResponse;
import org.remotelog.server.GrpcServer;
import org.remotelog.server.ServerConfig;

/** The whole server over a real socket, where messages have a longest length. */
class CasServerTest {
    @TempDir
    Path directory;

    private final Random random = new Random(1);
    private GrpcServer server;
    private ManagedChannel channel;
    private CASGrpc.CASBlockingStub client;

    @BeforeEach
    void start() {
        server = CasServer.start(CasConfig.of(ServerConfig.onFreePorts(directory)));
        channel = ManagedChannelBuilder.forTarget(server.address().toString())
                .usePlaintext()
                .build();
        client = CASGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.close();
    }

    @Test
    void theLongestContentTravelsInEachDirection() {
        CapabilitiesResponse limits = client.capabilities(CapabilitiesRequest.getDefaultInstance());
        assertThat(limits.getMaxAddBytes()).isEqualTo(4_128_768);
        assertThat(limits.getMaxBatchItems()).isEqualTo(4096);
        assertThat(limits.getMaxBatchBytes()).isEqualTo(4_128_768);
        ByteString longest = random((int) limits.getMaxAddBytes());

        assertThat(client.add(content(longest))).isEqualTo(address(longest));
        assertThat(client.get(address(longest)).getData()).isEqualTo(longest);
        assertThat(client.batchAdd(BatchAddRequest.newBuilder()
                                .addContent(content(longest))
                                .build())
                        .getResult(0)
                        .getAddress())
                .isEqualTo(address(longest));
        assertThat(get(List.of(longest))).containsExactly(longest);
    }

    @Test
    void whatIsALittleTooLongGetsAnAnswerThatSaysSo() {
        for (int over : new int[] {1, 60_000}) {
            ByteString tooLong = random(Limits.MAX_CONTENT_BYTES + over);
            assertRefused(Reason.MALFORMED_CONTENT, "data", () -> client.add(content(tooLong)));
            assertRefused(
                    Reason.MALFORMED_REQUEST,
                    "content",
                    () -> client.batchAdd(BatchAddRequest.newBuilder()
                            .addContent(content(tooLong))
                            .build()));
        }
    }

    @Test
    void manyLongContentsComeInOneCall() {
        List<ByteString> contents = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            contents.add(random(3 << 20));
            client.add(content(contents.get(i)));
        }
        assertThat(get(contents)).containsExactlyElementsOf(contents);
    }

    @Test
    void asManyItemsAsABatchTakesComeInOneCall() {
        BatchAddRequest.Builder request = BatchAddRequest.newBuilder();
        List<ByteString> contents = new ArrayList<>();
        for (int i = 0; i < 4096; i++) {
            contents.add(random(500));
            request.addContent(content(contents.get(i)));
        }
        assertThat(client.batchAdd(request.build()).getResultList())
                .hasSize(4096)
                .allSatisfy(result -> assertThat(result.hasStatus()).isFalse());
        assertThat(get(contents)).containsExactlyElementsOf(contents);
    }

    private List<ByteString> get(List<ByteString> contents) {
        BatchGetRequest.Builder request = BatchGetRequest.newBuilder();
        contents.forEach(data -> request.addAddress(address(data)));
        List<ByteString> found = new ArrayList<>();
        client.batchGet(request.build())
                .forEachRemaining(frame -> frame.getItemList()
                        .forEach(item -> found.add(item.getContent().getData())));
        return found;
    }

    private ByteString random(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }
}
