package org.remotelog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.remotelog.client.Home;
import org.remotelog.client.RemoteLog;
import org.remotelog.client.Services;
import org.remotelog.client.Writer;
import org.remotelog.format.Hex;
import org.remotelog.format.MvdsMessage;
import org.remotelog.format.SigningKey;
import org.remotelog.testing.ServerJars;

/** The commands in this process, against both servers. */
class CommandsIT {
    @RegisterExtension
    static final ServerJars SERVERS = new ServerJars();

    @TempDir
    private Path directory = Path.of("");

    private String name = "";

    @BeforeEach
    void aliceHasAKey() {
        name = run("", "key", "new", "--home", alice()).out().strip();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--mode full",
                "--mode page",
                "--mode page --page-size 3",
                "--mode linked",
                "--mode mixed",
                "--mode mixed --page-size 5 --embed 2"
            })
    void whatIsWrittenIsReadByteForByteAndOnlyOnce(String mode) {
        ByteString first = lines(1, 40);
        ByteString second = lines(41, 50);
        assertThat(write(first, mode.split(" ")).code()).isZero();
        assertThat(read("bob").outBytes()).isEqualTo(first);
        assertThat(write(second, mode.split(" ")).code()).isZero();
        Run more = read("bob");
        assertThat(more.code()).isZero();
        assertThat(more.err()).isEmpty();
        assertThat(more.outBytes()).isEqualTo(second);
        assertThat(read("bob").outBytes()).isEmpty();
    }

    @Test
    void readersWithDifferentHomesReadForThemselves() {
        write(lines(1, 3));
        assertThat(read("bob").outBytes()).isEqualTo(lines(1, 3));
        write(lines(4, 5));
        assertThat(read("carol").outBytes()).isEqualTo(lines(1, 5));
        assertThat(read("bob").outBytes()).isEqualTo(lines(4, 5));
    }

    @Test
    void piecesThatEndWithNulKeepTheirNewlines() {
        ByteString pieces = ByteString.copyFromUtf8("one\ntwo\0\0three\0");
        write(pieces, "-0");
        assertThat(read("bob", "-0").outBytes()).isEqualTo(pieces);
    }

    @Test
    void wholeFilesAreAMessageEachInTheOrderGiven() throws IOException {
        Path poem = Files.writeString(directory.resolve("poem"), "two\nlines\n");
        Path empty = Files.writeString(directory.resolve("empty"), "");
        write(ByteString.EMPTY, "--whole", poem.toString(), empty.toString(), poem.toString());
        assertThat(read("bob", "-0").out()).isEqualTo("two\nlines\n\0\0two\nlines\n\0");
    }

    @Test
    void linesOfSeveralFilesComeInTheOrderGiven() throws IOException {
        Path a = Files.writeString(directory.resolve("a"), "1\n2");
        Path b = Files.writeString(directory.resolve("b"), "3\n");
        write(ByteString.EMPTY, b.toString(), a.toString());
        assertThat(read("bob").out()).isEqualTo("3\n1\n2\n");
    }

    @Test
    void aReceiptAndTheMessageThatIsReadSayTheSame() {
        List<JsonNode> receipts =
                write(ByteString.copyFromUtf8("hello\nworld\n"), "--json").json();
        List<JsonNode> messages = read("bob", "--json").json();
        assertThat(receipts).hasSize(2);
        assertThat(messages).hasSize(2);
        for (int i = 0; i < 2; i++) {
            JsonNode receipt = receipts.get(i);
            JsonNode message = messages.get(i);
            assertThat(fields(receipt)).containsExactly("sequence", "id", "address", "state", "record");
            assertThat(fields(message)).containsExactly("sequence", "id", "group", "timestamp", "body", "address");
            MvdsMessage expected = MvdsMessage.of(
                    Hex.parse(message.get("group").asText()),
                    message.get("timestamp").asLong(),
                    ByteString.copyFromUtf8(i == 0 ? "hello" : "world"));
            assertThat(message.get("sequence").asLong()).isEqualTo(i + 1);
            assertThat(message.get("id").asText()).isEqualTo(expected.id().toString());
            assertThat(message.get("address").asText())
                    .isEqualTo(expected.address().toString());
            assertThat(Base64.getDecoder().decode(message.get("body").asText()))
                    .isEqualTo(expected.body().toByteArray());
            for (String same : List.of("sequence", "id", "address")) {
                assertThat(receipt.get(same)).isEqualTo(message.get(same));
            }
            assertThat(receipt.get("state").asText()).isEqualTo("PUBLISHED");
        }
        assertThat(inspect(name).out()).contains(receipts.get(1).get("record").asText());
    }

    @Test
    void theGroupIsTheOneGivenElseOneMadeFromTheKey() throws Exception {
        write(ByteString.copyFromUtf8("a\n"));
        write(ByteString.copyFromUtf8("b\n"), "--group", "ab".repeat(32));
        SigningKey key = SigningKey.parsePem(Files.readString(Path.of(alice(), "key.pem")));
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update("remotelog".getBytes(StandardCharsets.US_ASCII));
        String byDefault =
                Hex.of(ByteString.copyFrom(sha256.digest(key.name().publicKey().toByteArray())));
        assertThat(read("bob", "--json").json())
                .extracting(message -> message.get("group").asText())
                .containsExactly(byDefault, "ab".repeat(32));
    }

    @Test
    void readingFromASequenceDoesNotMoveTheCursor() {
        write(lines(1, 10));
        assertThat(read("bob", "--from", "8").outBytes()).isEqualTo(lines(8, 10));
        assertThat(read("bob").outBytes()).isEqualTo(lines(1, 10));
        assertThat(read("bob", "--from", "2").outBytes()).isEqualTo(lines(2, 10));
        assertThat(read("bob").outBytes()).isEmpty();
        assertThat(read("bob", "--from", "11").code()).isZero();
    }

    @Test
    void aNameThatNobodyHasPublishedIsOneLineAndExitCodeOne() {
        Run run = read("bob");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errLines()).singleElement().asString().contains(name).contains("--ns");
        assertThat(inspect(name).code()).isEqualTo(1);
    }

    @Test
    void aHomeThatAnotherProcessUsesIsOneLineAndExitCodeOne() throws IOException {
        SigningKey key = SigningKey.parsePem(Files.readString(Path.of(alice(), "key.pem")));
        try (Services services = SERVERS.connect();
                Writer writer = RemoteLog.writer(services, key)
                        .home(Home.at(Path.of(alice())))
                        .open()) {
            Run run = write(lines(1, 1));
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.errLines()).singleElement().asString().contains("another process uses this home");
            assertThat(writer.newest()).isZero();
        }
    }

    @Test
    void aMessageThatIsTooLongIsRefusedAndThoseBeforeItArePublished() {
        ByteString input = ByteString.copyFromUtf8("short\n" + "x".repeat(Bodies.LONGEST + 1));
        Run run = write(input);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .contains("message 2 of stdin is longer")
                .endsWith("; 1 messages were published before");
        assertThat(read("bob").out()).isEqualTo("short\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "page", "linked", "mixed"})
    void aMessageThatNoBatchHoldsArrives(String mode) {
        arrives(ByteString.copyFromUtf8("x".repeat(5_000_000)), mode);
    }

    @Test
    void theLongestMessageArrives() {
        arrives(ByteString.copyFromUtf8("x".repeat(Bodies.LONGEST)), "mixed");
    }

    private void arrives(ByteString body, String mode) {
        assertThat(write(body, "--mode", mode).code()).isZero();
        assertThat(read("bob", "-0").outBytes().equals(body.concat(ByteString.copyFrom(new byte[1]))))
                .isTrue();
    }

    @Test
    void statsTellWhatItCost() {
        Run written = write(lines(1, 100), "--stats");
        assertThat(written.err())
                .matches("remotelog: 100 messages, \\d+ calls, \\d+ round trips, \\d+ bytes sent, "
                        + "\\d+ bytes received, \\d+ ms\n");
        JsonNode stats = read("bob", "--json", "--stats").errJson().get(0).get("stats");
        assertThat(fields(stats))
                .containsExactly("messages", "calls", "rounds", "sentBytes", "receivedBytes", "milliseconds");
        assertThat(stats.get("messages").asLong()).isEqualTo(100);
        assertThat(stats.get("receivedBytes").asLong())
                .isGreaterThan(lines(1, 100).size());
        JsonNode again = read("bob", "--json", "--stats").errJson().get(0).get("stats");
        assertThat(again.get("calls").asLong()).isEqualTo(1);
        assertThat(again.get("receivedBytes").asLong()).isLessThan(200);
    }

    @Test
    void anEntryThatWasAlteredOnDiskIsNamedAndNotShown() throws Exception {
        String altered = "I owe Bob 10 coins. " + "-".repeat(5000);
        ByteString contract = ByteString.copyFromUtf8("one\n" + altered + "\nthree\n");
        String address = write(contract, "--mode", "page", "--json")
                .json()
                .get(1)
                .get("address")
                .asText();

        SERVERS.changeCasFiles(data -> assertThat(replaceInFiles(data, "owe Bob 10 coins", "owe Bob 99 coins"))
                .isEqualTo(1));

        Run run = read("bob", "--json");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.json())
                .extracting(message -> message.get("sequence").asLong())
                .containsExactly(1L, 3L);
        JsonNode event = run.errJson().get(0);
        assertThat(event.get("event").asText()).isEqualTo("CORRUPT");
        assertThat(event.get("address").asText()).isEqualTo(address);
        assertThat(event.get("sequence").asLong()).isEqualTo(2);

        Run carol = read("carol");
        assertThat(carol.code()).isEqualTo(3);
        assertThat(carol.out()).isEqualTo("one\nthree\n");
        assertThat(carol.errLines()).singleElement().asString().contains(address);
    }

    @Test
    void inspectShowsTheRecordTheHeadAndThePages() {
        write(lines(1, 130), "--mode", "mixed", "--embed", "4");
        Run run = inspect(name);
        assertThat(run.code()).isZero();
        List<String> lines = run.lines();
        assertThat(lines.get(0)).isEqualTo(name);
        assertThat(lines.get(1)).startsWith("├─ record 1  ");
        assertThat(run.out()).contains("│  ├─ signature good: Ed25519, by the key in the name\n");
        assertThat(run.out()).contains("│  ├─ follows   nothing: it is the first\n");
        assertThat(run.out()).contains("├─ head: page 3, messages 129 to 130, 2 of 2 embedded, ");
        assertThat(run.out()).containsPattern("├─ page 2, messages 65 to 128, 0 of 64 embedded, \\d+ bytes  bafkrei");
        assertThat(run.out()).containsPattern("├─ page 1, messages 1 to 64, 0 of 64 embedded, \\d+ bytes  bafkrei");
        assertThat(lines.get(lines.size() - 1)).startsWith("└─ 130 messages in 3 pages of ");
    }

    @Test
    void inspectShowsOnePageWithItsMessages() {
        List<JsonNode> receipts = write(lines(1, 5), "--mode", "page", "--page-size", "2", "--json")
                .json();
        String log = inspect(name).out();
        String page2 = log.lines()
                .filter(line -> line.contains("page 2, "))
                .map(line -> line.substring(line.indexOf("bafkrei")))
                .findFirst()
                .orElseThrow();
        Run run = inspect("--page", page2);
        assertThat(run.code()).isZero();
        assertThat(run.lines().get(0)).isEqualTo(page2);
        assertThat(run.out())
                .contains("4  " + receipts.get(3).get("id").asText() + "  "
                        + receipts.get(3).get("address").asText())
                .contains("3  " + receipts.get(2).get("id").asText())
                .doesNotContain(receipts.get(4).get("id").asText());
    }

    @Test
    void theHeadIsShownByItsAddressWhenItsLogIsNamed() {
        String id = write(lines(1, 1), "--json").json().get(0).get("id").asText();
        String head = inspect(name).lines().stream()
                .filter(line -> line.contains("content   "))
                .map(line -> line.substring(line.indexOf("bafkrei")))
                .findFirst()
                .orElseThrow();
        assertThat(inspect(name, "--page", head).out()).contains("1  " + id);
        Run alone = inspect("--page", head);
        assertThat(alone.code()).isEqualTo(1);
        assertThat(alone.errLines()).singleElement().asString().contains(head);
    }

    private String alice() {
        return directory.resolve("alice").toString();
    }

    private Run write(ByteString input, String... options) {
        return run(input, concat(concat(new String[] {"write", "--home", alice()}, options), services()));
    }

    private Run read(String home, String... options) {
        String[] command = {"read", name, "--home", directory.resolve(home).toString()};
        return run(ByteString.EMPTY, concat(concat(command, options), services()));
    }

    private Run inspect(String... arguments) {
        return run(ByteString.EMPTY, concat(concat(new String[] {"inspect"}, arguments), services()));
    }

    private static String[] services() {
        return new String[] {"--cas", SERVERS.cas(), "--ns", SERVERS.ns()};
    }

    private static Run run(String input, String... arguments) {
        return run(ByteString.copyFromUtf8(input), arguments);
    }

    private static Run run(ByteString input, String... arguments) {
        TestShell shell = new TestShell(input.newInput());
        int code = shell.run(arguments);
        return new Run(code, ByteString.copyFrom(shell.out.toByteArray()), shell.err());
    }

    private static String[] concat(String[] a, String[] b) {
        return Stream.concat(Stream.of(a), Stream.of(b)).toArray(String[]::new);
    }

    /** Lines of all kinds: empty ones, and bytes that are no text. */
    private static ByteString lines(int from, int to) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int i = from; i <= to; i++) {
            if (i % 7 != 0) {
                lines.writeBytes((i + " " + "line ".repeat(i % 5)).getBytes(StandardCharsets.UTF_8));
            }
            if (i % 3 == 0) {
                lines.writeBytes(new byte[] {(byte) 0xff, (byte) 0x80, 0, '\r'});
            }
            lines.write('\n');
        }
        return ByteString.copyFrom(lines.toByteArray());
    }

    private static List<String> fields(JsonNode object) {
        List<String> fields = new ArrayList<>();
        object.fieldNames().forEachRemaining(fields::add);
        return fields;
    }

    /** Replaces text in every file that has it; in how many places. */
    private static int replaceInFiles(Path data, String text, String other) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(data)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        int found = 0;
        for (Path file : files) {
            String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
            int at = bytes.indexOf(text);
            if (at >= 0) {
                found++;
                Files.writeString(file, bytes.replace(text, other), StandardCharsets.ISO_8859_1);
            }
        }
        return found;
    }
}
