package org.remotelog.ns;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.remotelog.format.Name;
import org.remotelog.ns.head.Limits;
import org.remotelog.ns.store.Head;
import org.remotelog.ns.store.HeadStore;
import org.remotelog.ns.store.HeldContent.Extent;
import org.remotelog.proto.ns.Content;
import org.remotelog.proto.ns.NSGrpc;
import org.remotelog.proto.ns.Query;
import org.remotelog.server.ErrorInterceptor;
import org.remotelog.server.ErrorMapper;
import org.remotelog.server.GrpcServer;
import org.remotelog.server.ServerConfig;
import org.remotelog.server.ServiceContext;
import org.remotelog.server.Workers;

/** An NS on a real store behind in-process gRPC, with the shell's errors, for all tests of a class. */
final class InProcessNs implements BeforeAllCallback, AfterAllCallback {
    /** What time it is at this server. */
    static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Limits limits;
    private final WatchConfig watches;
    private final Workers workers = new Workers("test-worker", 4, 256);
    private volatile Instant now = NOW;
    private Path directory;
    private NsService service;
    private Server server;
    private ManagedChannel channel;

    InProcessNs() {
        this(Limits.DEFAULT);
    }

    InProcessNs(Limits limits) {
        this(limits, WatchConfig.DEFAULT);
    }

    InProcessNs(Limits limits, WatchConfig watches) {
        this.limits = limits;
        this.watches = watches;
    }

    @Override
    public void beforeAll(ExtensionContext test) throws IOException {
        directory = Files.createTempDirectory("ns-test");
        ErrorMapper errors = new ErrorMapper(new Random(1));
        ServerConfig config = ServerConfig.onFreePorts(directory);
        service = NsService.open(
                new ServiceContext(config, meters, workers, errors),
                new NsConfig(config, limits, NsConfig.DEFAULT_CONTENT_CACHE, watches),
                () -> now);
        String name = UUID.randomUUID().toString();
        server = InProcessServerBuilder.forName(name)
                .directExecutor()
                .maxInboundMessageSize(GrpcServer.MAX_MESSAGE_BYTES)
                .addService(new ErrorInterceptor(errors).guard(service.handler().bindService()))
                .build()
                .start();
        channel = InProcessChannelBuilder.forName(name).build();
    }

    @Override
    public void afterAll(ExtensionContext test) throws IOException {
        channel.shutdownNow();
        server.shutdownNow();
        workers.close();
        service.close();
        MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }

    NSGrpc.NSBlockingStub client() {
        return NSGrpc.newBlockingStub(channel);
    }

    NSGrpc.NSStub asyncClient() {
        return NSGrpc.newStub(channel);
    }

    /** Does something as if it were another time. */
    void at(Instant time, Runnable test) {
        now = time;
        try {
            test.run();
        } finally {
            now = NOW;
        }
    }

    HeadStore store() {
        return service.store();
    }

    /** The whole head. */
    Content fetch(Alice alice) {
        return client().fetch(Query.newBuilder().setName(alice.name()).build());
    }

    /** Everything that is stored about a name, to be compared. */
    Stored stored(Name name) {
        Optional<Head> head = store().head(name).toCompletableFuture().join();
        List<StoredLink> chain = store().records(name, 0, Integer.MAX_VALUE).toCompletableFuture().join().stream()
                .map(stored -> new StoredLink(
                        stored.record().sequence(), stored.record().envelope(), stored.extent()))
                .toList();
        List<ByteString> pieces = head.flatMap(Head::content)
                .map(held -> store().pieces(name, held).toCompletableFuture().join())
                .orElse(List.of());
        return new Stored(head, chain, pieces);
    }

    /** What is stored about a name; pieces in the order in which they are joined. */
    record Stored(Optional<Head> head, List<StoredLink> chain, List<ByteString> pieces) {
        List<Long> sequences() {
            return chain.stream().map(StoredLink::sequence).toList();
        }
    }

    record StoredLink(long sequence, ByteString envelope, Optional<Extent> extent) {}
}
