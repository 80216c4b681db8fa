package org.remotelog.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.testing.Tool;

/** The committed vectors are what their generator, a second implementation of the formats, writes. */
class VectorsTest {
    @Test
    void theGeneratorReproducesTheVectorsByteForByte(@TempDir Path directory) throws Exception {
        Tool python = Tool.of("python3", "-B").orSkip("-c", "import sys; sys.exit(sys.version_info < (3, 9))");

        python.run(Vector.DIRECTORY.resolve("generate.py").toString(), directory.toString());

        assertThat(files(directory)).isEqualTo(files(Vector.DIRECTORY)).isNotEmpty();
        for (Path file : files(directory)) {
            assertThat(directory.resolve(file)).hasSameBinaryContentAs(Vector.DIRECTORY.resolve(file));
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(Path::getFileName)
                    .filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
