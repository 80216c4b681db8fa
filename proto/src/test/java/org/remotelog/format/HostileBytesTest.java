package org.remotelog.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes: they are read, or refused with a reason, and nothing else happens. */
class HostileBytesTest {
    private static final int TRIES = 5_000;

    static Stream<Arguments> decoders() {
        return Stream.of(
                decoder("messages", "bytes", MvdsMessage::decode),
                decoder(
                        "pages",
                        "bytes",
                        bytes -> Page.decode(bytes).pairs().stream()
                                .filter(pair -> pair.data().isPresent())
                                .forEach(Pair::message)),
                decoder("records", "data", RecordFields::decode),
                decoder("records", "envelope", bytes -> SignedRecord.reread(anyName(), bytes)));
    }

    private static Arguments decoder(String file, String field, Consumer<ByteString> decoder) {
        List<ByteString> good =
                Vector.good(file).stream().map(vector -> vector.hex(field)).toList();
        return Arguments.of(Named.of(file + "." + field, decoder), Named.of("the vectors", good));
    }

    private static Name anyName() {
        return Name.parse(Vector.good("names").get(0).text("text"));
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void alteredBytesAreReadOrRefused(Consumer<ByteString> decoder, List<ByteString> good) {
        Random random = Seed.random();
        int refused = 0;
        for (int i = 0; i < TRIES; i++) {
            ByteString bytes = altered(good.get(random.nextInt(good.size())), random);
            refused += isRefused(decoder, bytes) ? 1 : 0;
        }
        assertThat(refused).isBetween(1, TRIES - 1);
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void groupsInGroupsAreRefused(Consumer<ByteString> decoder) {
        ByteString groups = ByteString.fromHex("0b".repeat(10_000));

        assertThat(isRefused(decoder, groups)).isTrue();
    }

    private static boolean isRefused(Consumer<ByteString> decoder, ByteString bytes) {
        try {
            decoder.accept(bytes);
            return false;
        } catch (RemoteLogException e) {
            return true;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(Hex.of(bytes), e);
        }
    }

    /** A few bytes replaced, or a piece cut out or put in twice. */
    private static ByteString altered(ByteString bytes, Random random) {
        int from = random.nextInt(bytes.size());
        int to = Math.min(bytes.size(), from + 1 + random.nextInt(8));
        ByteString before = bytes.substring(0, from);
        ByteString after = bytes.substring(to);
        return switch (random.nextInt(4)) {
            case 0 -> before.concat(after);
            case 1 ->
                before.concat(bytes.substring(from, to))
                        .concat(bytes.substring(from, to))
                        .concat(after);
            case 2 -> before;
            default -> {
                byte[] other = new byte[to - from];
                random.nextBytes(other);
                yield before.concat(ByteString.copyFrom(other)).concat(after);
            }
        };
    }
}
