package org.remotelog.cas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.cas.InProcessCas.address;
import static org.remotelog.cas.InProcessCas.content;
import static org.remotelog.cas.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.remotelog.format.Reason;

/** Somebody edits the files of a stopped server. */
class AlteredFilesTest {
    private static final int ENTRIES = 200;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {20, 300, 20_000})
    void anAlteredContentIsDetectedTheOthersAreServedAndAddingItAgainHealsIt(int size) throws Exception {
        List<ByteString> contents = contents(size);
        ByteString victim = contents.get(ENTRIES / 2);
        try (InProcessCas cas = open()) {
            contents.forEach(data -> cas.client.add(content(data)));
        }
        alter(victim);

        try (InProcessCas cas = open()) {
            assertRefused(Reason.CONTENT_CORRUPT, null, () -> cas.client.get(address(victim)));
            assertThat(cas.missing(victim)).containsExactly(victim);
            contents.stream().filter(data -> !data.equals(victim)).forEach(data -> assertServed(cas, data));
            assertThat(cas.meters.counter("cas.corrupt").count()).isEqualTo(1);

            cas.client.add(content(victim));
            assertServed(cas, victim);
        }
        try (InProcessCas cas = open()) {
            contents.forEach(data -> assertServed(cas, data));
        }
    }

    private static void assertServed(InProcessCas cas, ByteString data) {
        assertThat(cas.client.get(address(data)).getData()).isEqualTo(data);
    }

    /** Flips a bit in the middle of a content, in the one file that has it. */
    private void alter(ByteString content) throws IOException {
        int altered = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                int at = indexOf(Files.readAllBytes(file), content);
                if (at >= 0) {
                    flip(file, at + content.size() / 2);
                    altered++;
                }
            }
        }
        assertThat(altered).as("files that have the content").isEqualTo(1);
    }

    private static void flip(Path file, int position) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, position);
            one.put(0, (byte) (one.get(0) ^ 1)).rewind();
            channel.write(one, position);
        }
    }

    private static int indexOf(byte[] file, ByteString content) {
        for (int i = 0; i + content.size() <= file.length; i++) {
            if (file[i] == content.byteAt(0) && content.equals(ByteString.copyFrom(file, i, content.size()))) {
                return i;
            }
        }
        return -1;
    }

    private static List<ByteString> contents(int size) {
        Random random = new Random(size);
        return Stream.generate(() -> {
                    byte[] bytes = new byte[size];
                    random.nextBytes(bytes);
                    return ByteString.copyFrom(bytes);
                })
                .limit(ENTRIES)
                .toList();
    }

    private InProcessCas open() throws IOException {
        return new InProcessCas(directory, Limits.DEFAULT);
    }
}
