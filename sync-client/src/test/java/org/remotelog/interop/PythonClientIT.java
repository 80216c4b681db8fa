package org.remotelog.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.remotelog.client.LogEvent;
import org.remotelog.client.LogListener;
import org.remotelog.client.LogMessage;
import org.remotelog.client.Mode;
import org.remotelog.client.Reader;
import org.remotelog.client.RemoteLog;
import org.remotelog.client.Services;
import org.remotelog.client.Writer;
import org.remotelog.format.Address;
import org.remotelog.format.Name;
import org.remotelog.format.SigningKey;
import org.remotelog.server.testing.JarProcess;

/** A client that was written from PROTOCOL.md in another language understands ours, and ours understands it. */
class PythonClientIT {
    @TempDir
    private static Path directory = Path.of("");

    private static PythonClient python;
    private static JarProcess cas;
    private static JarProcess ns;

    @BeforeAll
    static void start() throws Exception {
        python = PythonClient.install();
        cas = JarProcess.serve(Path.of("../cas-service/target/app/cas-service.jar"), directory.resolve("cas"));
        ns = JarProcess.serve(Path.of("../ns-service/target/app/ns-service.jar"), directory.resolve("ns"));
    }

    @AfterAll
    static void stop() throws IOException {
        for (JarProcess server : Arrays.asList(ns, cas)) {
            if (server != null) {
                server.close();
            }
        }
    }

    private static String[] client(String... arguments) {
        return Stream.concat(
                        Stream.of(
                                "client.py",
                                "--cas",
                                cas.grpc().toString(),
                                "--ns",
                                ns.grpc().toString()),
                        Arrays.stream(arguments))
                .toArray(String[]::new);
    }

    private static Services services() {
        return Services.connect(cas.grpc().toString(), ns.grpc().toString());
    }

    static List<Mode> modes() {
        return List.of(Mode.full(), Mode.page(16), Mode.linked(), Mode.mixed(4, 2));
    }

    @Test
    void itJudgesTheVectorsAsWeDo() throws Exception {
        assertThat(python.run("check_vectors.py")).contains(" 0 failed");
    }

    @Test
    void itAddsAndGetsContents() throws Exception {
        byte[] content = new byte[100_000];
        new SecureRandom().nextBytes(content);

        String address = new String(python.run(content, client("add", "-")), StandardCharsets.UTF_8).strip();

        assertThat(Address.parse(address)).isEqualTo(Address.of(ByteString.copyFrom(content)));
        assertThat(python.run(new byte[0], client("get", address))).isEqualTo(content);
    }

    @ParameterizedTest
    @MethodSource("modes")
    void itReadsWhatOurWriterWrote(Mode mode) throws Exception {
        SigningKey alice = SigningKey.generate(new SecureRandom());
        List<String> bodies = IntStream.range(0, 40)
                .mapToObj(i -> "message " + i + "\nof \u00e4 log")
                .toList();
        try (Services services = services();
                Writer writer = RemoteLog.writer(services, alice).mode(mode).open()) {
            writer.append(bytes(bodies.subList(0, 10)));
            bodies.subList(10, 40).forEach(body -> writer.append(ByteString.copyFromUtf8(body)));
        }

        assertThat(readByPython(alice.name()))
                .isEqualTo(readByUs(alice.name()))
                .extracting(Message::body)
                .isEqualTo(bytes(bodies));
    }

    @Test
    void weReadWhatItWrote() throws Exception {
        Path pem = directory.resolve("alice.pem");
        List<String> bodies = new ArrayList<>(List.of("first"));
        Name name = writeByPython(pem, bodies);
        List<String> more =
                IntStream.range(0, 150).mapToObj(i -> "message " + i).toList();
        bodies.addAll(more);
        writeByPython(pem, more);

        assertThat(readByUs(name))
                .isEqualTo(readByPython(name))
                .extracting(Message::body)
                .isEqualTo(bytes(bodies));
    }

    @Test
    void weGoOnWhereItStoppedAndItGoesOnWhereWeStopped() throws Exception {
        Path pem = directory.resolve("both.pem");
        List<String> bodies = List.of("by Python", "by Java", "by Python again");
        Name name = writeByPython(pem, bodies.subList(0, 1));
        SigningKey key = SigningKey.parsePem(Files.readString(pem));
        try (Services services = services();
                Writer writer = RemoteLog.writer(services, key).open()) {
            writer.append(ByteString.copyFromUtf8(bodies.get(1)));
        }
        writeByPython(pem, bodies.subList(2, 3));

        assertThat(key.name()).isEqualTo(name);
        assertThat(readByUs(name))
                .isEqualTo(readByPython(name))
                .extracting(Message::body)
                .isEqualTo(bytes(bodies));
    }

    @Test
    void itUnderstandsRefusals() {
        Name nobody = SigningKey.generate(new SecureRandom()).name();
        Address nothing = Address.of(ByteString.copyFromUtf8("nobody added this"));

        assertThatThrownBy(() -> python.run(client("read", nobody.toString()))).hasMessageContaining("NAME_UNKNOWN");
        assertThatThrownBy(() -> python.run(client("get", nothing.toString()))).hasMessageContaining("CONTENT_UNKNOWN");
    }

    /** What both clients say about a message. */
    private record Message(long sequence, String id, ByteString body, String address) {}

    private static List<Message> readByUs(Name name) {
        List<Message> messages = new ArrayList<>();
        try (Services services = services();
                Reader reader = RemoteLog.reader(services, name).open()) {
            reader.read(new LogListener() {
                @Override
                public void onMessage(LogMessage message) {
                    messages.add(new Message(
                            message.sequence(),
                            message.id().toString(),
                            message.body(),
                            message.address().toString()));
                }

                @Override
                public void onEvent(LogEvent event) {
                    throw new AssertionError(event);
                }
            });
        }
        return messages;
    }

    private static List<Message> readByPython(Name name) throws IOException, InterruptedException {
        List<Message> messages = new ArrayList<>();
        for (String line : python.run(client("read", name.toString())).lines().toList()) {
            JsonNode json = new ObjectMapper().readTree(line);
            messages.add(new Message(
                    json.get("sequence").longValue(),
                    json.get("id").textValue(),
                    ByteString.copyFrom(json.get("body").binaryValue()),
                    json.get("address").textValue()));
        }
        return messages;
    }

    private static Name writeByPython(Path pem, List<String> bodies) throws IOException, InterruptedException {
        String[] arguments = client(Stream.concat(Stream.of("write", "--key", pem.toString()), bodies.stream())
                .toArray(String[]::new));
        return Name.parse(
                new ObjectMapper().readTree(python.run(arguments)).get("name").textValue());
    }

    private static List<ByteString> bytes(List<String> bodies) {
        return bodies.stream().map(ByteString::copyFromUtf8).toList();
    }
}
