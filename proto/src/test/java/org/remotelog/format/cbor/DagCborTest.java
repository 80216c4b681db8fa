package org.remotelog.format.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.remotelog.format.Hex;
import org.remotelog.format.Seed;
import org.remotelog.format.Vector;

class DagCborTest {
    static List<Vector> good() {
        return Vector.good("dag-cbor");
    }

    static List<Vector> refused() {
        return Vector.refused("dag-cbor");
    }

    @ParameterizedTest
    @MethodSource("good")
    void whatIsCanonicalIsReadAndReencodesToTheSameBytes(Vector vector) throws CborException {
        Map<String, Object> map = DagCbor.decodeMap(vector.hex("bytes"));

        assertThat(diagnostic(map)).isEqualTo(vector.text("value"));
        assertThat(DagCbor.encodeMap(map)).isEqualTo(vector.hex("bytes"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsNotCanonicalIsRefused(Vector vector) {
        assertThatExceptionOfType(CborException.class).isThrownBy(() -> DagCbor.decodeMap(vector.hex("bytes")));
    }

    @ParameterizedTest
    @CsvSource({
        "80, not a map",
        "a000, trailing bytes",
        "a161611a00, the end comes too early",
        "a2616101616101, a key twice",
        "a2616201616101, keys out of order",
        "a14161 01, a key that is not text",
        "a16161 1800, an integer or length that is not in its shortest form",
        "a16161 1b8000000000000000, an integer outside of int64",
        "a16161 f93c00, a float",
        "a16161 c000, a tag",
        "a16161 f7, 'a simple value other than false, true, null'",
        "a16161 9fff, an indefinite or reserved length",
        "a16161 4200, a length beyond the end",
        "a16161 61ff, text that is not UTF-8",
        "a16161 818181818181818100, nested deeper than 8",
        "ba7fffffff, a count beyond the end",
    })
    void aRefusalSaysWhatIsWrong(String hex, String message) {
        assertThatExceptionOfType(CborException.class)
                .isThrownBy(() -> DagCbor.decodeMap(Hex.parse(hex.replace(" ", ""))))
                .withMessageStartingWith(message);
    }

    @Test
    void everyMapComesBackFromItsBytesWhateverTheOrderOfItsKeys() throws CborException {
        Random random = Seed.random();
        for (int i = 0; i < 2_000; i++) {
            Map<String, Object> map = map(random, 1);
            ByteString bytes = DagCbor.encodeMap(map);

            assertThat(DagCbor.decodeMap(bytes)).isEqualTo(map);
            assertThat(DagCbor.encodeMap(shuffled(map, random))).isEqualTo(bytes);
        }
    }

    /** There is one encoding of a value: bytes that decode are the bytes that the value encodes to. */
    @Test
    void alteredBytesAreRefusedOrAreTheEncodingOfWhatTheyMean() throws CborException {
        Random random = Seed.random();
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = DagCbor.encodeMap(map(random, 6)).toByteArray();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            ByteString altered = ByteString.copyFrom(bytes);
            Map<String, Object> map;
            try {
                map = DagCbor.decodeMap(altered);
            } catch (CborException e) {
                continue;
            }
            read++;
            assertThat(DagCbor.encodeMap(map)).isEqualTo(altered);
        }
        assertThat(read).as("altered maps that were still canonical").isPositive();
    }

    @Test
    void whatWasReadCannotBeChanged() throws CborException {
        Map<String, Object> map = DagCbor.decodeMap(DagCbor.encodeMap(Map.of("a", List.of(1L))));

        assertThat(map).isUnmodifiable();
        assertThat((List<?>) map.get("a")).isUnmodifiable();
    }

    @Test
    void whatDagCborDoesNotHaveIsNotWritten() {
        List<Object> foreign = List.of(1, 1.5, new byte[1], 'c', Map.of(1L, 1L));

        assertThat(foreign)
                .allSatisfy(value ->
                        assertThatIllegalArgumentException().isThrownBy(() -> DagCbor.encodeMap(Map.of("a", value))));
    }

    @Test
    void whatIsTooDeepIsNotWritten() {
        Object value = 0L;
        for (int i = 0; i < DagCbor.MAX_DEPTH - 1; i++) {
            value = List.of(value);
        }
        Map<String, Object> deepest = Map.of("a", value);
        Map<String, Object> tooDeep = Map.of("a", List.of(value));

        assertThat(DagCbor.encodeMap(deepest).isEmpty()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> DagCbor.encodeMap(tooDeep));
        assertThatIllegalArgumentException().isThrownBy(() -> DagCbor.encodeMap(Map.of("b", tooDeep, "c", deepest)));
    }

    private static Map<String, Object> map(Random random, int depth) {
        Map<String, Object> map = new HashMap<>();
        int size = random.nextInt(6);
        for (int i = 0; i < size; i++) {
            map.put(text(random), value(random, depth));
        }
        return map;
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth == DagCbor.MAX_DEPTH ? 5 : 7)) {
            case 0 -> random.nextLong() >> random.nextInt(64);
            case 1 -> bytes(random);
            case 2 -> text(random);
            case 3 -> random.nextBoolean();
            case 4 -> DagCbor.NULL;
            case 5 -> list(random, depth + 1);
            default -> map(random, depth + 1);
        };
    }

    private static List<Object> list(Random random, int depth) {
        List<Object> list = new ArrayList<>();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            list.add(value(random, depth));
        }
        return list;
    }

    private static ByteString bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(4), 0, Character.MAX_CODE_POINT)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static Map<String, Object> shuffled(Map<String, Object> map, Random random) {
        List<String> keys = new ArrayList<>(map.keySet());
        Collections.shuffle(keys, random);
        Map<String, Object> shuffled = new LinkedHashMap<>();
        keys.forEach(key -> shuffled.put(key, map.get(key)));
        return shuffled;
    }

    /** The diagnostic notation of RFC 8949, section 8. */
    private static String diagnostic(Object value) {
        if (value instanceof ByteString bytes) {
            return "h'" + Hex.of(bytes) + "'";
        }
        if (value instanceof String text) {
            return '"' + text + '"';
        }
        if (value instanceof List<?> list) {
            return list.stream().map(DagCborTest::diagnostic).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> diagnostic(entry.getKey()) + ": " + diagnostic(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value.toString();
    }
}
