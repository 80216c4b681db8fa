package org.remotelog.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The .proto files are the contract: they say of everything what it is. */
class ProtoFilesTest {
    private static final Path DIRECTORY = Path.of("src", "main", "protobuf");

    private static final Pattern DECLARED =
            Pattern.compile("\\s*((service|message|rpc) \\w+.*|((repeated|optional) )?[\\w.]+ \\w+ = \\d+.*)");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".proto")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyServiceMethodMessageAndFieldHasAComment(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> declared = new ArrayList<>();
        List<String> bare = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (DECLARED.matcher(lines.get(i)).matches()) {
                declared.add(lines.get(i).strip());
                if (!lines.get(i - 1).strip().startsWith("//")) {
                    bare.add(lines.get(i).strip());
                }
            }
        }

        assertThat(declared).isNotEmpty();
        assertThat(bare).isEmpty();
    }
}
