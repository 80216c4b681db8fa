package org.remotelog.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Attributes;
import io.grpc.ClientTransportFilter;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.EOFException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.remotelog.proto.cas.Address;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.Content;
import org.remotelog.server.testing.RawHttp2;

class ConnectionsTest extends ServerTest {
    private static final int STREAMS = 2;
    private static final int CONNECTIONS = 10;
    private static final Duration AGE = Duration.ofSeconds(2);

    @Override
    ServerConfig config() {
        return ServerConfig.onFreePorts(directory).with(new ClientLimits(64 << 20, STREAMS, CONNECTIONS, AGE));
    }

    @Test
    void aConnectionThatIsTooOldIsAskedToGoAndNoCallFails() {
        AtomicInteger connections = new AtomicInteger();
        ManagedChannel watched = watched(new ClientTransportFilter() {
            @Override
            public Attributes transportReady(Attributes attributes) {
                connections.incrementAndGet();
                return attributes;
            }
        });
        CASGrpc.CASBlockingStub stub = CASGrpc.newBlockingStub(watched);
        while (connections.get() < 3) {
            assertThat(stub.add(Content.getDefaultInstance())).isNotNull();
        }
        watched.shutdownNow();
    }

    @Test
    void connectionsThatCameTogetherDoNotGoTogether() {
        List<Long> ends = new CopyOnWriteArrayList<>();
        List<ManagedChannel> together = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS - 1; i++) {
            together.add(watched(new ClientTransportFilter() {
                @Override
                public void transportTerminated(Attributes attributes) {
                    ends.add(System.nanoTime());
                }
            }));
        }
        together.forEach(one -> one.getState(true));
        Awaitility.await().until(() -> ends.size() >= together.size());
        together.forEach(ManagedChannel::shutdownNow);
        LongStream all = ends.stream().mapToLong(Long::longValue);
        var spread = all.summaryStatistics();
        assertThat(Duration.ofNanos(spread.getMax() - spread.getMin())).isGreaterThan(AGE.dividedBy(40));
    }

    @Test
    void pingsWithoutAPauseAreAnsweredWithEnhanceYourCalm() throws Exception {
        try (RawHttp2 raw = new RawHttp2(server.address()).greet()) {
            for (int i = 0; i < 5; i++) {
                raw.frame(RawHttp2.PING, 0, 0, new byte[8]);
            }
            assertThat(raw.next(RawHttp2.GOAWAY).goAwayCode()).isEqualTo(RawHttp2.ENHANCE_YOUR_CALM);
        }
    }

    @Test
    void aStreamBeyondTheLimitIsRefusedSoThatItMayBeTriedAgain() throws Exception {
        cas.add = content -> new CompletableFuture<>();
        try (RawHttp2 raw = new RawHttp2(server.address()).greet()) {
            for (int i = 0; i <= STREAMS; i++) {
                raw.call(2 * i + 1, "vac.cas.CAS/Add").message(2 * i + 1, RawHttp2.END_STREAM, new byte[0]);
            }
            RawHttp2.Frame reset = raw.next(RawHttp2.RST_STREAM);
            assertThat(reset.stream()).isEqualTo(2 * STREAMS + 1);
            assertThat(reset.resetCode()).isEqualTo(RawHttp2.REFUSED_STREAM);
        }
    }

    @Test
    void aClientOfGrpcWaitsForAStream() throws Exception {
        CompletableFuture<Address> answer = new CompletableFuture<>();
        AtomicInteger arrived = new AtomicInteger();
        cas.add = content -> {
            arrived.incrementAndGet();
            return answer;
        };
        List<ListenableFuture<Address>> calls = new ArrayList<>();
        for (int i = 0; i <= STREAMS; i++) {
            calls.add(CASGrpc.newFutureStub(channel).add(Content.getDefaultInstance()));
        }
        Awaitility.await().until(() -> arrived.get() == STREAMS);
        answer.complete(Address.getDefaultInstance());
        for (ListenableFuture<Address> call : calls) {
            assertThat(call.get(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void aConnectionTooManyTakesThePlaceOfTheOneThatWasSilentLongest() throws Exception {
        List<RawHttp2> all = new ArrayList<>();
        for (int i = 0; i <= CONNECTIONS; i++) {
            RawHttp2 one = new RawHttp2(server.address()).greet();
            one.next(RawHttp2.SETTINGS);
            all.add(one);
        }
        int closed = 0;
        for (RawHttp2 one : all) {
            closed += isClosed(one) ? 1 : 0;
            one.close();
        }
        assertThat(closed).isPositive();
        assertThat(client.add(Content.getDefaultInstance())).isNotNull();
    }

    private static boolean isClosed(RawHttp2 connection) throws Exception {
        try {
            connection.frame(RawHttp2.PING, 0, 0, new byte[8]).next(RawHttp2.PING);
            return false;
        } catch (EOFException | SocketException e) {
            return true;
        }
    }

    private ManagedChannel watched(ClientTransportFilter filter) {
        ManagedChannel watched = NettyChannelBuilder.forTarget(server.address().toString())
                .usePlaintext()
                .addTransportFilter(filter)
                .build();
        assertThat(watched.getState(false)).isEqualTo(ConnectivityState.IDLE);
        return watched;
    }
}
