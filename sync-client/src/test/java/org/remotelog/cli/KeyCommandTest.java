package org.remotelog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.format.Name;
import org.remotelog.format.SigningKey;

class KeyCommandTest {
    private final TestShell shell = new TestShell();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aNewKeyIsForItsOwnerAloneAndItsNameIsPrinted() throws IOException {
        Path file = directory.resolve("deep/alice.pem");
        assertThat(shell.run("key", "new", "--key", file.toString())).isZero();
        SigningKey key = SigningKey.parsePem(Files.readString(file));
        assertThat(shell.out()).isEqualTo(key.name() + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aKeyIsNeverOverwritten() throws IOException {
        Path file = directory.resolve("alice.pem");
        shell.run("key", "new", "--key", file.toString());
        String before = Files.readString(file);
        assertThat(shell.run("key", "new", "--key", file.toString())).isEqualTo(1);
        assertThat(shell.errLines()).singleElement().asString().contains("alice.pem exists");
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void withoutAnotherFileTheKeyIsInTheHome() {
        assertThat(shell.run("key", "new", "--home", directory.toString())).isZero();
        assertThat(directory.resolve("key.pem")).exists();
        assertThat(shell.run("key", "show", "--home", directory.toString())).isZero();
        assertThat(shell.out().lines().distinct()).hasSize(1);
    }

    @Test
    void theKeyOfAnotherToolHasTheNameThatTheOtherToolSays() throws IOException {
        // RFC 8410, 10.3.
        String pem = """
                -----BEGIN PRIVATE KEY-----
                MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
                -----END PRIVATE KEY-----
                """;
        Path file = Files.writeString(directory.resolve("openssl.pem"), pem);
        assertThat(shell.run("key", "show", "--key", file.toString())).isZero();
        assertThat(Name.parse(shell.out().strip()).publicKey().toByteArray())
                .asHexString()
                .isEqualToIgnoringCase("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1");
    }

    @Test
    void aKeyThatIsNotThereIsOneLineThatSaysWhatToDo() {
        assertThat(shell.run("key", "show", "--home", directory.toString())).isEqualTo(1);
        assertThat(shell.errLines())
                .singleElement()
                .asString()
                .contains("key.pem")
                .contains("remotelog key new");
    }

    @Test
    void aFileThatIsNoKeyIsToldWithoutAStackTraceUnlessAsked() throws IOException {
        Path file = Files.writeString(directory.resolve("poem.txt"), "Whose woods these are");
        assertThat(shell.run("key", "show", "--key", file.toString())).isEqualTo(1);
        assertThat(shell.errLines())
                .singleElement()
                .asString()
                .contains("poem.txt")
                .contains("not a private key");
        assertThat(shell.run("key", "show", "-v", "--key", file.toString())).isEqualTo(1);
        assertThat(shell.err()).contains("\tat org.remotelog.cli.");
    }
}
