package org.remotelog.server.testing.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A class of this class path as a process of its own, with a heap like all others of a run. */
public final class JavaProcess implements AutoCloseable {
    /** Holds 256 calls of 1 MiB and what the server does with them. */
    public static final String HEAP = "-Xmx1g";

    private static final Pattern READY = Pattern.compile("ready grpc=(\\S+)");

    private static final long END_SECONDS = 60;

    private final Process process;
    private final Thread killer;
    private final BufferedReader stdout;
    private final Path stderr;

    private JavaProcess(Process process, Path stderr) {
        this.process = process;
        this.stdout = process.inputReader(StandardCharsets.UTF_8);
        this.stderr = stderr;
        this.killer = new Thread(process::destroyForcibly, "killer");
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /**
     * Starts one.
     *
     * @param stderr where its log goes
     */
    public static JavaProcess start(Path stderr, String main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(stderr.toFile()));
        return new JavaProcess(builder.start(), stderr);
    }

    /** Writes a line to its stdin. */
    public void send(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** The next line of its stdout; waits for it. */
    public String receive() throws IOException {
        String line = stdout.readLine();
        if (line == null) {
            throw new IOException("a process ended:\n" + Files.readString(stderr));
        }
        return line;
    }

    /** Where a server serves gRPC; waits until it does. */
    public String awaitReady() throws IOException {
        String line = receive();
        Matcher ready = READY.matcher(line);
        if (!ready.lookingAt()) {
            throw new IOException("not ready: " + line);
        }
        return ready.group(1);
    }

    /** The processor time that it has taken so far, of all its threads; counted in steps of 10 ms on Linux. */
    public Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElseThrow();
    }

    /** Sends SIGTERM and waits for the end. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(killer);
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            process.getOutputStream().close();
            stdout.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
