package org.remotelog.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.remotelog.testing.Tool;

/**
 * The client in {@code proto/examples/python}, installed as its README says. An installation of the same requirements is
 * used again.
 */
final class PythonClient {
    private static final Path SOURCES = Path.of("..", "proto", "examples", "python");
    private static final Path INSTALLED = Path.of("target", "interop", "python").toAbsolutePath();
    private static final Path STUBS = INSTALLED.resolve("generated");

    private final Tool python;

    private PythonClient(Tool python) {
        this.python = python;
    }

    /**
     * Installs it. Without Python, or without what pip needs, the test is skipped; where {@code CI} is true, Python alone may
     * be missing.
     */
    static PythonClient install() throws IOException, InterruptedException {
        Tool system = Tool.of("python3").orSkip("-c", "import sys; sys.exit(sys.version_info < (3, 10))");
        Tool.downloadOrSkip("the packages of the Python client", () -> installRequirements(system));
        Tool python = Tool.of(INSTALLED.resolve("venv/bin/python").toString(), "-B")
                .in(SOURCES)
                .with("GENERATED", STUBS.toString());
        python.run("generate.py", STUBS.toString());
        return new PythonClient(python);
    }

    private static void installRequirements(Tool system) throws IOException, InterruptedException {
        Path requirements = SOURCES.resolve("requirements.txt");
        Path done = INSTALLED.resolve("requirements.txt");
        if (Files.exists(done) && Files.mismatch(done, requirements) < 0) {
            return;
        }
        Path venv = INSTALLED.resolve("venv");
        system.run("-m", "venv", "--clear", venv.toString());
        Tool.of(venv.resolve("bin/python").toString(), "-m", "pip", "--disable-pip-version-check", "--quiet")
                .run("install", "--requirement", requirements.toString());
        Files.copy(requirements, done);
    }

    /** Runs one of its programs. */
    String run(String... arguments) throws IOException, InterruptedException {
        return python.runWith("", arguments);
    }

    /** Runs one of its programs with something to read. */
    byte[] run(byte[] input, String... arguments) throws IOException, InterruptedException {
        return python.run(input, arguments);
    }
}
