package org.remotelog.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.remotelog.testing.Tool;

/** A program that verifies and makes IPNS records with a library of somebody else's: {@code src/test/interop}. */
enum IpnsJudge {
    /** boxo, what Kubo is built of. */
    GO {
        @Override
        Tool prepare() throws IOException, InterruptedException {
            Tool go = Tool.of("go").in(SOURCES.resolve("go")).orSkip("version");
            Path program = BUILT.resolve("ipns-by-go").toAbsolutePath();
            Tool.downloadOrSkip("what the judge in Go is built of", () -> go.run("build", "-o", program.toString()));
            return Tool.of(program.toString());
        }
    },

    /** js-ipns, what Helia is built of. */
    NPM {
        @Override
        Tool prepare() throws IOException, InterruptedException {
            Tool node = Tool.of("node").orSkip("-e", "process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)");
            Path installed = Files.createDirectories(BUILT.resolve("ipns-by-npm"));
            Tool npm = Tool.of("npm").in(installed).orSkip("--version");
            for (String file : List.of("package.json", "package-lock.json", "main.js")) {
                Files.write(
                        installed.resolve(file),
                        Files.readAllBytes(SOURCES.resolve("npm").resolve(file)));
            }
            Tool.downloadOrSkip("the packages of the judge in JavaScript", () -> npm.run("ci", "--ignore-scripts"));
            return new Tool(installed.toAbsolutePath(), node.environment(), List.of("node", "main.js"));
        }
    };

    private static final Path SOURCES = Path.of("src", "test", "interop");
    private static final Path BUILT = Path.of("target", "interop");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Builds the program; skips the test where it cannot be built. */
    abstract Tool prepare() throws IOException, InterruptedException;

    /** What the program says to requests, each an answer. */
    static List<Vector> ask(Tool program, List<Map<String, ?>> requests) throws IOException, InterruptedException {
        StringBuilder lines = new StringBuilder();
        for (Map<String, ?> request : requests) {
            lines.append(JSON.writeValueAsString(request)).append('\n');
        }
        return program.runWith(lines.toString()).lines().map(IpnsJudge::answer).toList();
    }

    private static Vector answer(String line) {
        try {
            return new Vector(JSON.readTree(line));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON: " + line, e);
        }
    }
}
