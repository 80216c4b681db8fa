package org.remotelog.client;

import com.google.protobuf.ByteString;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.cas.CasConfig;
import org.remotelog.cas.CasServer;
import org.remotelog.format.Address;
import org.remotelog.format.Page;
import org.remotelog.format.SignedRecord;
import org.remotelog.format.SigningKey;
import org.remotelog.ns.NsConfig;
import org.remotelog.ns.NsServer;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.Content;
import org.remotelog.proto.ns.NSGrpc;
import org.remotelog.proto.ns.NameUpdate;
import org.remotelog.server.GrpcServer;
import org.remotelog.server.ServerConfig;

/** Both true servers, with RocksDB on disk, in this process; a new key for each test; and what it takes to lie. */
abstract class LogTestBase {
    /** A fault is seen at once. */
    private static final RetryPolicy IMPATIENT =
            new RetryPolicy(Duration.ofSeconds(20), 1, Duration.ZERO, Duration.ZERO);

    @TempDir
    private static Path directory = Path.of("");

    private static GrpcServer casServer;
    private static GrpcServer nsServer;

    final SigningKey key = SigningKey.generate(new SecureRandom());
    final Lies lies = new Lies();
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    Services services;
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void startServers() {
        casServer = CasServer.start(CasConfig.of(ServerConfig.onFreePorts(directory.resolve("cas"))));
        nsServer = startNs(directory.resolve("ns"));
    }

    static GrpcServer startNs(Path data) {
        return NsServer.start(NsConfig.of(ServerConfig.onFreePorts(data)), InstantSource.system());
    }

    @AfterAll
    static void stopServers() {
        casServer.close();
        nsServer.close();
    }

    @BeforeEach
    void connect() {
        services = connect(nsServer);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    /** Connects to the CAS and to an NS, through {@link #lies}. */
    Services connect(GrpcServer ns) {
        return Services.of(
                ClientInterceptors.intercept(channel(casServer), lies),
                ClientInterceptors.intercept(channel(ns), lies),
                IMPATIENT);
    }

    private ManagedChannel channel(GrpcServer server) {
        ManagedChannel channel = NettyChannelBuilder.forTarget(server.address().toString())
                .usePlaintext()
                .build();
        open.add(channel::shutdownNow);
        return channel;
    }

    <C extends AutoCloseable> C closing(C resource) {
        open.add(resource);
        return resource;
    }

    Writer alice(Mode mode) {
        return alice(mode, Home.inMemory());
    }

    Writer alice(Mode mode, Home home) {
        return closing(RemoteLog.writer(services, key)
                .mode(mode)
                .home(home)
                .clock(() -> now)
                .open());
    }

    Reader bob() {
        return bob(Home.inMemory());
    }

    Reader bob(Home home) {
        return closing(RemoteLog.reader(services, key.name())
                .home(home)
                .clock(() -> now)
                .open());
    }

    static Collected read(Reader reader) {
        Collected collected = new Collected();
        reader.read(collected);
        return collected;
    }

    /** Puts bytes into the CAS, as anybody may. */
    Address store(ByteString bytes) {
        CASGrpc.newBlockingStub(channel(casServer))
                .add(Content.newBuilder().setData(bytes).build());
        return Address.of(bytes);
    }

    /** Publishes a content with a record, as the holder of a key may without this library. */
    void publish(SignedRecord record, ByteString content) {
        publish(nsServer, record, content);
    }

    void publish(GrpcServer ns, SignedRecord record, ByteString content) {
        update(ns, record, update -> update.setContent(content));
    }

    /** Brings a record to an NS, as anybody may who has seen it. */
    void publishWithoutContent(GrpcServer ns, SignedRecord record) {
        update(ns, record, update -> update);
    }

    private void update(GrpcServer ns, SignedRecord record, UnaryOperator<NameUpdate.Builder> more) {
        NameUpdate.Builder update =
                NameUpdate.newBuilder().setName(record.name().toString()).setRecord(record.envelope());
        NSGrpc.newBlockingStub(channel(ns)).update(more.apply(update).build());
    }

    /** Signs a record for a content, after another one. */
    SignedRecord sign(Optional<SignedRecord> before, ByteString content) {
        // The server has a clock of its own.
        Instant validity = Instant.now().plus(SignedRecord.DEFAULT_LIFETIME);
        Address address = Address.of(content);
        return before.map(record -> record.next(key, address, validity, Duration.ZERO))
                .orElseGet(() -> SignedRecord.first(key, address, validity, Duration.ZERO));
    }

    /** Signs and publishes a page as the first head of the name. */
    SignedRecord publishFirst(Page page) {
        SignedRecord record = sign(Optional.empty(), page.bytes());
        publish(record, page.bytes());
        return record;
    }
}
