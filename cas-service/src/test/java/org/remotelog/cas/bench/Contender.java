package org.remotelog.cas.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.remotelog.cas.Main;
import org.remotelog.proto.cas.Address;
import org.remotelog.proto.cas.BatchAddRequest;
import org.remotelog.proto.cas.BatchAddResponse;
import org.remotelog.proto.cas.BatchGetRequest;
import org.remotelog.proto.cas.BatchGetResponse;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.Content;
import org.remotelog.server.testing.bench.Alone;
import org.remotelog.server.testing.bench.Callers;
import org.remotelog.server.testing.bench.Case;
import org.remotelog.server.testing.bench.Connections;
import org.remotelog.server.testing.bench.Echo;
import org.remotelog.server.testing.bench.GrpcCallers;
import org.remotelog.server.testing.bench.JavaProcess;
import org.remotelog.server.testing.bench.RandomBytes;
import org.remotelog.server.testing.bench.Rounds.Step;
import org.remotelog.server.testing.bench.Window;

/** A server that speaks as a CAS does, in a process of its own, with connections to it and addresses that it knows. */
final class Contender implements AutoCloseable {
    static final int CONNECTIONS = 4;

    /** What a batch that fills a store has at most. */
    private static final int BATCH_BYTES = 2 << 20;

    private static final int BATCH_ITEMS = 4096;

    private final String name;
    private final JavaProcess process;
    private final Connections connections;
    private final RandomBytes random = new RandomBytes();
    private final Map<Integer, Keys> keys = new HashMap<>();

    private Contender(String name, JavaProcess process) throws IOException {
        this.name = name;
        this.process = process;
        this.connections = new Connections(process.awaitReady(), CONNECTIONS);
    }

    /** Starts an echo, which knows a content of each length. */
    static Contender echo(String name, Path log, List<Integer> sizes, String... arguments) throws IOException {
        Contender echo = new Contender(name, JavaProcess.start(log, CasEcho.class.getName(), List.of(arguments)));
        sizes.forEach(
                bytes -> echo.keys.put(bytes, new Keys(Collections.nCopies(Alone.ITEMS, CasEcho.address(bytes)))));
        return echo;
    }

    /** Starts a CAS. */
    static Contender cas(String name, Path log, Path directory, List<String> options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--listen",
                "127.0.0.1:0",
                "--metrics-listen",
                "127.0.0.1:0",
                "--data-dir",
                directory.toString(),
                "--call-memory",
                String.valueOf(Echo.CALL_MEMORY)));
        arguments.addAll(options);
        return new Contender(name, JavaProcess.start(log, Main.class.getName(), arguments));
    }

    /** Starts a CAS on a store that it has filled and closed before, so that nothing is in memory only because it is new. */
    static Contender filled(
            String name, Path log, Path directory, List<String> options, List<Integer> sizes, int bytesOfEach)
            throws IOException {
        Map<Integer, Keys> stored = new HashMap<>();
        try (Contender first = cas(name, log, directory, options)) {
            for (int bytes : sizes) {
                System.err.printf("filling %s with %d MiB of %d B%n", name, bytesOfEach >> 20, bytes);
                stored.put(bytes, first.fill(bytes, bytesOfEach / bytes));
            }
        }
        Contender filled = cas(name, log, directory, options);
        filled.keys.putAll(stored);
        return filled;
    }

    String name() {
        return name;
    }

    private Keys fill(int bytes, int number) {
        CASGrpc.CASBlockingStub stub = CASGrpc.newBlockingStub(connections.of(0));
        List<Address> stored = new ArrayList<>();
        while (stored.size() < number) {
            int items = Math.min(Math.min(BATCH_ITEMS, BATCH_BYTES / bytes), number - stored.size());
            stub.batchAdd(batch(items, bytes)).getResultList().stream()
                    .map(BatchAddResponse.Result::getAddress)
                    .forEach(stored::add);
        }
        return new Keys(stored);
    }

    Step get(Case what) {
        Keys known = keys.get(what.bytes());
        return step(
                what,
                () -> new GrpcCallers<Content>(what.callers(), caller -> {
                    CASGrpc.CASStub stub = stub(caller);
                    return new GrpcCallers.Calls<>(
                            done -> stub.get(known.any(), done),
                            content -> content.getData().size() == what.bytes() ? 1 : 0,
                            1);
                }));
    }

    Step batchGet(Case what) {
        Keys known = keys.get(what.bytes());
        return step(
                what,
                () -> new GrpcCallers<BatchGetResponse>(what.callers(), caller -> {
                    CASGrpc.CASStub stub = stub(caller);
                    return new GrpcCallers.Calls<>(
                            done -> stub.batchGet(
                                    BatchGetRequest.newBuilder()
                                            .addAllAddress(known.some(Alone.ITEMS))
                                            .build(),
                                    done),
                            frame -> (int) frame.getItemList().stream()
                                    .filter(item -> item.getContent().getData().size() == what.bytes())
                                    .count(),
                            Alone.ITEMS);
                }));
    }

    Step add(Case what) {
        return step(
                what,
                () -> new GrpcCallers<Address>(what.callers(), caller -> {
                    CASGrpc.CASStub stub = stub(caller);
                    return new GrpcCallers.Calls<>(
                            done -> stub.add(content(what.bytes()), done), address -> isAddress(address) ? 1 : 0, 1);
                }));
    }

    Step batchAdd(Case what) {
        return step(
                what,
                () -> new GrpcCallers<BatchAddResponse>(what.callers(), caller -> {
                    CASGrpc.CASStub stub = stub(caller);
                    return new GrpcCallers.Calls<>(
                            done -> stub.batchAdd(batch(Alone.ITEMS, what.bytes()), done),
                            response -> (int) response.getResultList().stream()
                                    .filter(result -> isAddress(result.getAddress()))
                                    .count(),
                            Alone.ITEMS);
                }));
    }

    private Step step(Case what, Supplier<Callers> callers) {
        return new Step(name, what, timing -> Window.measure(timing, process::cpu, callers.get()));
    }

    private CASGrpc.CASStub stub(int caller) {
        return CASGrpc.newStub(connections.of(caller));
    }

    private static boolean isAddress(Address address) {
        return address.getId().size() == org.remotelog.format.Address.BYTES;
    }

    private BatchAddRequest batch(int items, int bytes) {
        BatchAddRequest.Builder batch = BatchAddRequest.newBuilder();
        for (int i = 0; i < items; i++) {
            batch.addContent(content(bytes));
        }
        return batch.build();
    }

    private Content content(int bytes) {
        return Content.newBuilder().setData(random.next(bytes)).build();
    }

    @Override
    public void close() {
        connections.close();
        process.close();
    }
}
