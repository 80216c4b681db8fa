package org.remotelog.format;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A program of this machine that a test asks for its opinion. */
final class Tool {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Tool() {}

    /** Whether a command can be started and succeeds. */
    static boolean isPresent(String... command) throws InterruptedException {
        try {
            run("", command);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What a command writes to its standard output, given this on its standard input. */
    static ByteString run(String input, String... command) throws IOException, InterruptedException {
        return run(Path.of("."), input, command);
    }

    /**
     * What a command writes to its standard output.
     *
     * @throws IOException if it cannot be started, fails or takes too long; with what it wrote to its standard error
     */
    static ByteString run(Path directory, String input, String... command) throws IOException, InterruptedException {
        Path in = Files.createTempFile("tool", ".in");
        Path out = Files.createTempFile("tool", ".out");
        Path err = Files.createTempFile("tool", ".err");
        try {
            Files.writeString(in, input);
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                String said = new String(Files.readAllBytes(err), StandardCharsets.UTF_8);
                throw new IOException(String.join(" ", command) + (ended ? " failed: " : " took too long: ") + said);
            }
            return ByteString.copyFrom(Files.readAllBytes(out));
        } finally {
            Files.delete(in);
            Files.delete(out);
            Files.delete(err);
        }
    }
}
