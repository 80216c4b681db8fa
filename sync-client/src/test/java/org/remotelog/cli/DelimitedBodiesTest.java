package org.remotelog.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DelimitedBodiesTest {
    @Test
    void aLineIsABodyAndAnEmptyLineAnEmptyOne() throws IOException {
        assertThat(lines("one\n\ntwo\n")).containsExactly(utf8("one"), utf8(""), utf8("two"));
    }

    @Test
    void aLastLineWithoutAnEndIsABody() throws IOException {
        assertThat(lines("one\ntwo")).containsExactly(utf8("one"), utf8("two"));
    }

    @Test
    void nothingIsNoBody() throws IOException {
        assertThat(lines("")).isEmpty();
    }

    @Test
    void theEndOfALineInDosFilesStaysInTheBody() throws IOException {
        assertThat(lines("one\r\n")).containsExactly(utf8("one\r"));
    }

    @Test
    void bytesThatAreNoTextStayAsTheyAre() throws IOException {
        ByteString wild = ByteString.fromHex("ff00fe80c328");
        assertThat(cut(wild.concat(utf8("\n")).newInput(), '\n')).containsExactly(wild);
    }

    @Test
    void newlinesStayInPiecesThatEndWithNul() throws IOException {
        assertThat(cut(utf8("one\ntwo\0\0three").newInput(), '\0'))
                .containsExactly(utf8("one\ntwo"), utf8(""), utf8("three"));
    }

    @Test
    void bodiesOfAnyLengthComeOutAsTheyWentIn() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        List<ByteString> written = new ArrayList<>();
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int i = 0; i < 200; i++) {
            byte[] body = new byte[random.nextInt(random.nextInt(100_000) + 1)];
            for (int j = 0; j < body.length; j++) {
                body[j] = (byte) (11 + random.nextInt(200));
            }
            written.add(ByteString.copyFrom(body));
            joined.write(body);
            joined.write('\n');
        }
        assertThat(cut(dribbling(joined.toByteArray(), random), '\n'))
                .as("-Dseed=" + seed)
                .isEqualTo(written);
    }

    @Test
    void theLongestBodyIsTakenAndALongerOneIsRefusedByItsNumber() throws IOException {
        byte[] longest = new byte[Bodies.LONGEST];
        assertThat(cut(new ByteArrayInputStream(longest), '\n')).hasSize(1);
        Bodies tooLong = new DelimitedBodies(
                ByteString.copyFrom(new byte[] {'a', '\n'})
                        .concat(ByteString.copyFrom(new byte[Bodies.LONGEST + 1]))
                        .newInput(),
                "file.txt",
                (byte) '\n');
        assertThat(tooLong.next()).isEqualTo(utf8("a"));
        assertThatThrownBy(tooLong::next)
                .isInstanceOf(CliException.class)
                .hasMessageContaining("message 2 of file.txt")
                .hasMessageContaining("67108736");
    }

    /** Answers a few bytes at a time, as a pipe does. */
    private static InputStream dribbling(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + random.nextInt(70_000)));
            }
        };
    }

    private static ByteString utf8(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private static List<ByteString> lines(String text) throws IOException {
        return cut(utf8(text).newInput(), '\n');
    }

    private static List<ByteString> cut(InputStream in, char delimiter) throws IOException {
        List<ByteString> found = new ArrayList<>();
        try (Bodies bodies = new DelimitedBodies(in, "test", (byte) delimiter)) {
            for (ByteString body = bodies.next(); body != null; body = bodies.next()) {
                found.add(body);
            }
        }
        return found;
    }
}
