package org.remotelog.cas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.cas.InProcessCas.address;
import static org.remotelog.cas.InProcessCas.content;
import static org.remotelog.server.testing.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.remotelog.cas.content.Limits;
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
        assertThat(AlteredFiles.flipWhere(directory, ".blob", victim))
                .as("files that have the content")
                .isEqualTo(1);

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
        assertThat(AlteredFiles.flipWhere(directory, ".sst", key))
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
