package org.remotelog.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.client.home.ReaderState;
import org.remotelog.client.home.WriterState;
import org.remotelog.format.Name;
import org.remotelog.format.SigningKey;

final class HomeTest {
    private static final ByteString A = ByteString.copyFromUtf8("a");
    private static final ByteString B = ByteString.copyFromUtf8("b");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void whatWasSavedIsLoadedByAnother() {
        Home.at(directory.resolve("new")).lock("x");
        Home.at(directory.resolve("new")).save("file", A);
        Home.at(directory.resolve("new")).save("file", B);
        assertThat(Home.at(directory.resolve("new")).load("file")).contains(B);
        assertThat(Home.at(directory.resolve("new")).load("other")).isEmpty();
    }

    @Test
    void aHalfWrittenFileDoesNotTakeThePlaceOfTheOldOne() throws Exception {
        Home home = Home.at(directory);
        home.save("file", A);
        Files.writeString(directory.resolve("file.new"), "torn");
        assertThat(home.load("file")).contains(A);
        home.save("file", B);
        assertThat(home.load("file")).contains(B);
    }

    @Test
    void aHomeIsUsedByOneAtATime() throws Exception {
        Home home = Home.at(directory);
        try (AutoCloseable lock = home.lock("reader")) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> Home.at(directory).lock("reader"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another process");
            home.lock("writer").close();
        }
        home.lock("reader").close();
    }

    @Test
    void aDamagedFileIsNamedAndTheHomeIsFreeAgain() throws Exception {
        Name name = SigningKey.generate(new SecureRandom()).name();
        Home home = Home.at(directory);
        ByteString reader = ReaderState.newBuilder().setRecord(A).build().toByteString();
        ByteString writer = WriterState.newBuilder().addRecord(A).build().toByteString();
        Files.write(directory.resolve("reader-" + name + ".state"), reader.toByteArray());
        Files.write(directory.resolve("writer-" + name + ".state"), writer.toByteArray());
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> new ReaderHome(home, name).close()).hasMessageContaining("damaged");
            assertThatThrownBy(() -> new WriterHome(home, name).close()).hasMessageContaining("damaged");
        }
    }

    @Test
    void memoryForgets() {
        Home home = Home.inMemory();
        home.save("file", A);
        assertThat(home.load("file")).contains(A);
        assertThat(Home.inMemory().load("file")).isEmpty();
    }
}
