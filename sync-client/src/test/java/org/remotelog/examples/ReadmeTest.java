package org.remotelog.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README says what is true. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final Path EXAMPLE = Path.of("src/test/java/org/remotelog/examples/ReadmeExample.java");

    @ParameterizedTest
    @ValueSource(strings = {"Alice", "Bob"})
    void theExampleInTheReadmeIsTheOneThatRuns(String who) throws IOException {
        Matcher code = Pattern.compile("// README: " + who + "\n(.*?) *// README: end", Pattern.DOTALL)
                .matcher(Files.readString(EXAMPLE));
        assertThat(code.find()).isTrue();
        assertThat(readme())
                .contains("```java\n" + code.group(1).stripTrailing().stripIndent() + "\n```\n");
    }

    @Test
    void everyLinkIntoTheRepositoryLeadsSomewhere() throws IOException {
        List<String> targets = Pattern.compile("\\]\\(([^)#]+)[^)]*\\)")
                .matcher(readme())
                .results()
                .map(link -> link.group(1))
                .filter(target -> !target.startsWith("http"))
                .toList();
        assertThat(targets)
                .isNotEmpty()
                .allSatisfy(target -> assertThat(ROOT.resolve(target)).exists());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cas-service", "ns-service"})
    void everyOptionOfAServerIsThere(String service) throws IOException {
        List<Path> sources = new ArrayList<>(optionsOf("grpc-server"));
        sources.addAll(optionsOf(service));
        assertThat(sources).hasSizeGreaterThanOrEqualTo(2);
        for (Path source : sources) {
            Matcher option = Pattern.compile("names = \"(--[a-z-]+)\"").matcher(Files.readString(source));
            while (option.find()) {
                assertThat(readme()).contains("`" + option.group(1));
            }
        }
    }

    private static List<Path> optionsOf(String module) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/main/java"))) {
            return files.filter(file -> file.toString().endsWith("Options.java"))
                    .toList();
        }
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }
}
