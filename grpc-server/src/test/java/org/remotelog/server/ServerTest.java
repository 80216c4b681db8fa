package org.remotelog.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.Content;

/** A server with a {@link FakeCas}, and a client on a real socket. */
abstract class ServerTest {
    @TempDir
    Path directory;

    final FakeCas cas = new FakeCas();
    GrpcServer server;
    ManagedChannel channel;
    CASGrpc.CASBlockingStub client;

    @BeforeEach
    void start() {
        server = GrpcServer.start(config(), context -> cas);
        channel = NettyChannelBuilder.forTarget(server.address().toString())
                .usePlaintext()
                .maxInboundMetadataSize(8192)
                .build();
        client = CASGrpc.newBlockingStub(channel);
    }

    ServerConfig config() {
        return ServerConfig.onFreePorts(directory);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.close();
    }

    final StatusRuntimeException refusedAdd() {
        try {
            client.add(Content.getDefaultInstance());
        } catch (StatusRuntimeException e) {
            return e;
        }
        throw new AssertionError("not refused");
    }

    final HttpResponse<String> http(String method, String path) throws IOException, InterruptedException {
        return http(server.metricsAddress(), method, path);
    }

    static HttpResponse<String> http(HostAndPort address, String method, String path)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(10))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    final String metrics() throws IOException, InterruptedException {
        HttpResponse<String> response = http("GET", "/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }
}
