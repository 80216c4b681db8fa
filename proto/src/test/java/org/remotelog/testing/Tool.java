package org.remotelog.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A program of this machine that a test asks for its opinion. Where it is missing, the test is skipped and says so.
 *
 * @param directory where it runs
 * @param environment besides the inherited one
 * @param command it and the first of its arguments
 */
public record Tool(Path directory, Map<String, String> environment, List<String> command) {
    private static final long TIMEOUT_MINUTES = 5;

    /** A program in this directory. */
    public static Tool of(String... command) {
        return new Tool(Path.of("").toAbsolutePath(), Map.of(), List.of(command));
    }

    /** The same program in another directory. */
    public Tool in(Path other) {
        return new Tool(other.toAbsolutePath(), environment, command);
    }

    /** The same program with a variable more. */
    public Tool with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Tool(directory, Map.copyOf(more), command);
    }

    /** The same program, if it runs with these arguments; otherwise the test is skipped. */
    public Tool orSkip(String... probe) throws InterruptedException {
        try {
            run(probe);
            return this;
        } catch (IOException e) {
            throw skip("no usable " + command.get(0) + " here: " + firstLine(e));
        }
    }

    /** Something that needs the network. */
    public interface Download {
        /** Does it. */
        void run() throws IOException, InterruptedException;
    }

    /** Downloads what a test needs; when that fails, the test is skipped, but where {@code CI} is true it fails. */
    public static void downloadOrSkip(String what, Download download) throws IOException, InterruptedException {
        try {
            download.run();
        } catch (IOException e) {
            if ("true".equals(System.getenv("CI"))) {
                throw e;
            }
            throw skip("cannot get " + what + ": " + firstLine(e));
        }
    }

    private static AssertionError skip(String reason) {
        System.out.println("SKIPPED: " + reason);
        Assumptions.abort(reason);
        return new AssertionError("not reached");
    }

    /** What it writes to its standard output. */
    public byte[] run(String... arguments) throws IOException, InterruptedException {
        return run(new byte[0], arguments);
    }

    /** The text that it writes to its standard output, given this on its standard input. */
    public String runWith(String input, String... arguments) throws IOException, InterruptedException {
        return new String(run(input.getBytes(UTF_8), arguments), UTF_8);
    }

    /**
     * What it writes to its standard output, given this on its standard input.
     *
     * @throws IOException if it cannot be started, fails or takes too long; with what it wrote to its standard error
     */
    public byte[] run(byte[] input, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        Path streams = Files.createTempDirectory("tool");
        Path in = Files.write(streams.resolve("in"), input);
        Path out = streams.resolve("out");
        Path err = streams.resolve("err");
        try {
            ProcessBuilder builder = new ProcessBuilder(all)
                    .directory(directory.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly().onExit().join();
            }
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", all) + (ended ? " failed" : " took too long") + "\n"
                        + Files.readString(out) + Files.readString(err));
            }
            return Files.readAllBytes(out);
        } finally {
            for (Path file : List.of(in, out, err)) {
                Files.deleteIfExists(file);
            }
            Files.delete(streams);
        }
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
