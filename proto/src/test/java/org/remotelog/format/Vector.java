package org.remotelog.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** One entry of a file of vectors. */
public record Vector(JsonNode json) {
    /** Where the vectors are, seen from the module. */
    public static final Path DIRECTORY = Path.of("vectors");

    /** The entries under a key of a file. */
    public static List<Vector> all(String file, String key) {
        return new Vector(file(file)).list(key);
    }

    /** What must be accepted. */
    public static List<Vector> good(String file) {
        return all(file, "good");
    }

    /** What must be accepted, and can be made anew: the seed of the key is known. */
    public static List<Vector> signed(String file) {
        return good(file).stream().filter(vector -> vector.has("seed")).toList();
    }

    /** What must be accepted, and is what our writers make. */
    public static List<Vector> ours(String file) {
        return good(file).stream().filter(vector -> vector.flag("ours")).toList();
    }

    /** What must be refused. */
    public static List<Vector> refused(String file) {
        return all(file, "refused");
    }

    private static JsonNode file(String name) {
        try {
            return new ObjectMapper().readTree(DIRECTORY.resolve(name + ".json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether there is a value, other than null, under a key. */
    public boolean has(String key) {
        return json.hasNonNull(key);
    }

    /** A text. */
    public String text(String key) {
        return node(key).asText();
    }

    /** Bytes, in hexadecimal in the file. */
    public ByteString hex(String key) {
        return Hex.parse(text(key));
    }

    /** An integer. */
    public long number(String key) {
        JsonNode node = node(key);
        if (!node.canConvertToLong() || !node.isIntegralNumber()) {
            throw new IllegalStateException(key + " is no int64 in " + this);
        }
        return node.longValue();
    }

    /** True or false. */
    public boolean flag(String key) {
        return node(key).booleanValue();
    }

    /** An address in its text form, if there is one. */
    public Optional<Address> address(String key) {
        return has(key) ? Optional.of(Address.parse(text(key))) : Optional.empty();
    }

    /** Entries in an entry. */
    public List<Vector> list(String key) {
        return StreamSupport.stream(node(key).spliterator(), false)
                .map(Vector::new)
                .toList();
    }

    /** Texts. */
    public List<String> texts(String key) {
        return list(key).stream().map(entry -> entry.json.asText()).toList();
    }

    /** Integers. */
    public List<Long> numbers(String key) {
        return list(key).stream().map(entry -> entry.json.longValue()).toList();
    }

    /** Why it must be refused. */
    public Reason reason() {
        return Reason.valueOf(text("reason"));
    }

    private JsonNode node(String key) {
        if (!has(key)) {
            throw new IllegalStateException("no " + key + " in " + this);
        }
        return json.get(key);
    }

    /** What it is about. */
    @Override
    public String toString() {
        return json.hasNonNull("comment") ? json.get("comment").asText() : json.toString();
    }
}
