package org.remotelog.cas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.cas.InProcessCas.address;
import static org.remotelog.cas.InProcessCas.content;
import static org.remotelog.server.testing.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.remotelog.format.Address;
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
        assertThat(alter(".blob", victim)).as("files that have the content").isEqualTo(1);

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

    @Test
    void aDamagedIndexCostsTheContentsAroundItAndNoOthers() throws Exception {
        List<ByteString> contents = contents(300);
        ByteString victim = contents.get(ENTRIES / 2);
        try (InProcessCas cas = open()) {
            contents.forEach(data -> cas.client.add(content(data)));
        }
        ByteString key = Address.of(victim).hash().substring(16); // A table leaves out what neighbours begin with.
        assertThat(alter(".sst", key))
                .as("tables that have the key: sizes, contents")
                .isEqualTo(2);

        try (InProcessCas cas = open()) {
            assertThat(cas.missing(victim)).containsExactly(victim);
            assertRefused(Reason.CONTENT_CORRUPT, null, () -> cas.client.get(address(victim)));
            long served = contents.stream().filter(data -> isServed(cas, data)).count();
            assertThat(served).isBetween(1L, ENTRIES - 1L);
        }
    }

    private static boolean isServed(InProcessCas cas, ByteString data) {
        try {
            assertServed(cas, data);
            return true;
        } catch (StatusRuntimeException e) {
            assertThat(e.getStatus().getCode()).isIn(Status.Code.DATA_LOSS, Status.Code.NOT_FOUND);
            return false;
        }
    }

    private static void assertServed(InProcessCas cas, ByteString data) {
        assertThat(cas.client.get(address(data)).getData()).isEqualTo(data);
    }

    /** Flips a bit in the middle of some bytes, in each file of a kind that has them; answers how many those are. */
    private int alter(String suffix, ByteString bytes) throws IOException {
        int altered = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(suffix)).toList()) {
                int at = indexOf(Files.readAllBytes(file), bytes);
                if (at >= 0) {
                    flip(file, at + bytes.size() / 2);
                    altered++;
                }
            }
        }
        return altered;
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
