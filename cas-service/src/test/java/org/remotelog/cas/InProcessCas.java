package org.remotelog.cas;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.remotelog.cas.content.Contents;
import org.remotelog.cas.content.Limits;
import org.remotelog.cas.content.ScrubConfig;
import org.remotelog.cas.rocksdb.CasDatabase;
import org.remotelog.cas.store.ContentStore;
import org.remotelog.cas.store.Reads;
import org.remotelog.cas.store.Stores;
import org.remotelog.proto.cas.Address;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.Content;
import org.remotelog.proto.cas.FindMissingRequest;
import org.remotelog.server.ErrorInterceptor;
import org.remotelog.server.ErrorMapper;
import org.remotelog.server.GrpcServer;
import org.remotelog.server.ServerConfig;
import org.remotelog.server.ServiceContext;
import org.remotelog.server.Workers;

/** A CAS on a real store behind in-process gRPC, with the shell's errors. */
final class InProcessCas implements AutoCloseable {
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final ManagedChannel channel;
    final CASGrpc.CASBlockingStub client;

    /** What is under the verification, for tests that put something wrong there. */
    final ContentStore store;

    private final Workers workers = new Workers("test-worker", 4, 256);
    private final CasDatabase database;
    private final Contents contents;
    private final Server server;

    InProcessCas(Path directory, Limits limits) throws IOException {
        this(directory, limits, UnaryOperator.identity());
    }

    InProcessCas(Path directory, Limits limits, UnaryOperator<ContentStore> around) throws IOException {
        ErrorMapper errors = new ErrorMapper(new Random(1));
        Clock clock = Clock.systemUTC();
        this.database = CasDatabase.open(
                new ServiceContext(ServerConfig.onFreePorts(directory), meters, workers, errors), clock);
        Stores stores = database.stores();
        this.store = around.apply(stores.reads().contents());
        this.contents = new Contents(
                new Stores(
                        new Reads(store, stores.reads().segments()),
                        stores.inPassing(),
                        stores.uploads(),
                        stores.inventory(),
                        stores.scrubs()),
                workers,
                limits,
                CasConfig.DEFAULT_CONTENT_CACHE,
                ScrubConfig.DEFAULT,
                clock,
                meters);
        String name = UUID.randomUUID().toString();
        this.server = InProcessServerBuilder.forName(name)
                .directExecutor()
                .maxInboundMessageSize(GrpcServer.MAX_MESSAGE_BYTES)
                .addService(
                        new ErrorInterceptor(errors).guard(new CasHandler(contents, workers, "1.2.3").bindService()))
                .build()
                .start();
        this.channel = InProcessChannelBuilder.forName(name).build();
        this.client = CASGrpc.newBlockingStub(channel);
    }

    /** Which of the contents are not stored, as FindMissing says. */
    List<ByteString> missing(ByteString... contents) {
        FindMissingRequest.Builder request = FindMissingRequest.newBuilder();
        for (ByteString content : contents) {
            request.addAddress(address(content));
        }
        List<Address> missing = client.findMissing(request.build()).getMissingList();
        return Arrays.stream(contents)
                .filter(content -> missing.contains(address(content)))
                .toList();
    }

    static Content content(ByteString data) {
        return Content.newBuilder().setData(data).build();
    }

    static Address address(ByteString content) {
        return address(org.remotelog.format.Address.of(content));
    }

    static Address address(org.remotelog.format.Address address) {
        return Address.newBuilder().setId(address.bytes()).build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
        contents.close();
        workers.close();
        database.close();
    }
}
