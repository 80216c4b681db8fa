package org.remotelog.ns.bench;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.remotelog.format.Address;
import org.remotelog.format.SignedRecord;
import org.remotelog.format.SigningKey;
import org.remotelog.ns.NsConfig;
import org.remotelog.ns.NsServer;
import org.remotelog.proto.ns.Content;
import org.remotelog.proto.ns.NSGrpc;
import org.remotelog.proto.ns.NameUpdate;
import org.remotelog.proto.ns.Query;
import org.remotelog.proto.ns.Response;
import org.remotelog.server.GrpcServer;
import org.remotelog.server.ServerConfig;
import org.remotelog.server.testing.Load;
import org.remotelog.server.testing.bench.Connections;
import org.remotelog.server.testing.bench.RocksAlone;

/**
 * How fast an NS is, as a ratio: against a bare gRPC server that is sent the same messages, and against RocksDB alone with
 * a synced put a thread. Each caller has a name of her own; what she sends is signed before the time runs. All in one
 * process, over the loopback. How to run it: README.md.
 */
final class NsBench {
    private static final int CALLERS = 32;
    private static final int CONNECTIONS = 4;
    private static final int PIECE_BYTES = 300;

    /** As many pairs as a page has by default. */
    private static final int PIECES_PER_PAGE = 64;

    /** What an update writes, about: head, record, piece. */
    private static final int ROW_BYTES = 3 * PIECE_BYTES;

    private static final int LONG_BYTES = 256 << 10;

    private final Load load;
    private final Random random = new Random(1);

    private NsBench(Load load) {
        this.load = load;
    }

    public static void main(String[] arguments) throws Exception {
        Load.run(CALLERS, arguments, (load, directory) -> new NsBench(load).run(directory));
    }

    private void run(Path directory) throws Exception {
        NsConfig config = NsConfig.of(ServerConfig.onFreePorts(directory.resolve("ns")));
        Server echo = echo();
        try (Connections echoes = new Connections("127.0.0.1:" + echo.getPort(), CONNECTIONS);
                GrpcServer ns = NsServer.start(config, InstantSource.system());
                Connections clients = new Connections(ns.address().toString(), CONNECTIONS);
                RocksAlone rocks = new RocksAlone(directory.resolve("alone"))) {
            load.rounds(() -> {
                Map<String, Load.Result> measured = new LinkedHashMap<>();
                List<Writer> pages = writers(clients, 0, 400);
                measured.put("bare gRPC, an append up", updates(echoes, caller -> pages.get(caller)::peek));
                measured.put("NS.Update, append to a page", updates(clients, caller -> pages.get(caller)::next));
                List<Writer> longOnes = writers(clients, LONG_BYTES, 150);
                measured.put("NS.Update, append to 256 KiB", updates(clients, caller -> longOnes.get(caller)::next));
                measured.put("RocksDB alone, synced put", puts(rocks));
                measured.put("bare gRPC, a page down", fetches(echoes, pages, 0));
                measured.put("NS.Fetch, the page", fetches(clients, pages, 0));
                measured.put("NS.Fetch, the newest piece", fetches(clients, pages, 1));
                measured.put("bare gRPC, nothing down", fetches(echoes, pages, 2));
                measured.put("NS.Fetch, unchanged", fetches(clients, pages, 2));
                return measured;
            });
        }
        echo.shutdownNow();
    }

    private Load.Result updates(Connections clients, IntFunction<Supplier<NameUpdate>> updates) throws Exception {
        return load.<Response>calls(caller -> {
            NSGrpc.NSStub stub = NSGrpc.newStub(clients.of(caller));
            Supplier<NameUpdate> next = updates.apply(caller);
            return done -> stub.update(next.get(), done);
        });
    }

    /**
     * @param has 0: the reader has nothing, 1: all but the newest piece, 2: the head
     */
    private Load.Result fetches(Connections clients, List<Writer> writers, int has) throws Exception {
        return load.<Content>calls(caller -> {
            NSGrpc.NSStub stub = NSGrpc.newStub(clients.of(caller));
            SignedRecord sent = writers.get(caller).sent();
            Query query = Query.newBuilder()
                    .setName(sent.name().toString())
                    .setNewerThan(has == 0 ? 0 : sent.sequence() - 2 + has)
                    .setAcceptPrepend(true)
                    .build();
            return done -> stub.fetch(query, done);
        });
    }

    private Load.Result puts(RocksAlone rocks) throws InterruptedException {
        return load.blocking(caller -> {
            Random keys = new Random(caller);
            return () -> {
                byte[] key = new byte[40];
                keys.nextBytes(key);
                rocks.put(key, new byte[ROW_BYTES]);
            };
        });
    }

    /** Writers whose head is there, with so many updates signed. */
    private List<Writer> writers(Connections clients, int headBytes, int updates) {
        List<Writer> writers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            Writer writer = new Writer(headBytes);
            NSGrpc.newBlockingStub(clients.of(caller)).update(writer.next());
            writer.sign(updates);
            writers.add(writer);
        }
        return writers;
    }

    private Server echo() throws IOException {
        Response response =
                Response.newBuilder().setData(bytes(32)).setSequence(1).build();
        Content page = Content.newBuilder()
                .setRecord(bytes(300))
                .setData(bytes(PIECES_PER_PAGE / 2 * PIECE_BYTES))
                .build();
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(new NSGrpc.NSImplBase() {
                    @Override
                    public void update(NameUpdate request, StreamObserver<Response> observer) {
                        observer.onNext(response);
                        observer.onCompleted();
                    }

                    @Override
                    public void fetch(Query request, StreamObserver<Content> observer) {
                        observer.onNext(request.getNewerThan() == 0 ? page : Content.getDefaultInstance());
                        observer.onCompleted();
                    }
                })
                .build()
                .start();
    }

    private ByteString bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    /** Signs ahead; a page that is full is followed by one that starts anew, unless it is a long one. */
    private final class Writer {
        private final SigningKey key = SigningKey.generate(new SecureRandom());
        private final boolean isLong;
        private final Queue<NameUpdate> updates = new ArrayDeque<>();
        private final Queue<SignedRecord> records = new ArrayDeque<>();
        private ByteString content;
        private SignedRecord newest;
        private SignedRecord sent;

        Writer(int headBytes) {
            isLong = headBytes > 0;
            content = bytes(isLong ? headBytes : PIECE_BYTES);
            newest = SignedRecord.first(key, Address.of(content), validity(), SignedRecord.DEFAULT_TTL);
            sent = newest;
            add(NameUpdate.newBuilder().setContent(content));
        }

        /** The next update, which stays the next. */
        NameUpdate peek() {
            return updates.element();
        }

        NameUpdate next() {
            if (updates.isEmpty()) { // Faster than was thought: the rest is signed while the time runs.
                sign(1);
            }
            sent = records.remove();
            return updates.remove();
        }

        SignedRecord sent() {
            return sent;
        }

        void sign(int number) {
            for (int i = 0; i < number; i++) {
                ByteString piece = bytes(PIECE_BYTES);
                boolean full = !isLong && newest.sequence() % PIECES_PER_PAGE == 0;
                content = full ? piece : piece.concat(content);
                newest = newest.next(key, Address.of(content), validity(), SignedRecord.DEFAULT_TTL);
                add(NameUpdate.newBuilder().setContent(piece).setPrepend(!full));
            }
        }

        private void add(NameUpdate.Builder update) {
            records.add(newest);
            updates.add(update.setName(key.name().toString())
                    .setRecord(newest.envelope())
                    .build());
        }

        private Instant validity() {
            return Instant.now().plus(SignedRecord.DEFAULT_LIFETIME);
        }
    }
}
