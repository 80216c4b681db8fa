package org.remotelog.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** PROTOCOL.md says what the vectors and the code say. */
class ProtocolTest {
    private static final Path PROTOCOL = Path.of("..", "PROTOCOL.md");

    /** {@code ```hex FILE.json | COMMENT | FIELD} and what is in the block. */
    private static final Pattern EXAMPLE =
            Pattern.compile("```(hex|text) (\\S+)\\.json \\| ([^\n]+) \\| (\\S+)\n(.*?)\n```", Pattern.DOTALL);

    private static final Pattern BLOCK = Pattern.compile("(?m)^```(hex|text)");
    private static final Pattern ERROR = Pattern.compile("(?m)^\\| ([A-Z_]+) \\| ([A-Z_]+) \\|");

    /** An example, and where it comes from. */
    record Example(String kind, String file, String comment, String field, String block) {
        String shown() {
            return block.lines()
                    .map(line ->
                            kind.equals("hex") ? line.replaceFirst("#.*", "").replace(" ", "") : line + "\n")
                    .collect(Collectors.joining())
                    .strip();
        }

        String inVector() {
            JsonNode node = Vector.good(file).stream()
                    .filter(vector -> vector.toString().equals(comment))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no vector: " + comment))
                    .json()
                    .get(field);
            return node.isArray()
                    ? StreamSupport.stream(node.spliterator(), false)
                            .map(JsonNode::asText)
                            .collect(Collectors.joining("\n"))
                    : node.asText();
        }
    }

    static List<Example> examples() throws IOException {
        return EXAMPLE.matcher(Files.readString(PROTOCOL))
                .results()
                .map(m -> new Example(m.group(1), m.group(2), m.group(3), m.group(4), m.group(5)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsAVector(Example example) {
        assertThat(example.shown()).isEqualTo(example.inVector());
    }

    @Test
    void everyExampleSaysWhereItComesFrom() throws IOException {
        assertThat(BLOCK.matcher(Files.readString(PROTOCOL)).results()).hasSameSizeAs(examples());
    }

    @Test
    void theTableOfErrorsIsComplete() throws IOException {
        List<MatchResult> rows =
                ERROR.matcher(Files.readString(PROTOCOL)).results().toList();

        assertThat(rows)
                .extracting(row -> row.group(1) + " " + row.group(2))
                .containsExactlyElementsOf(Arrays.stream(Reason.values())
                        .map(reason -> reason + " " + reason.code())
                        .toList());
    }
}
