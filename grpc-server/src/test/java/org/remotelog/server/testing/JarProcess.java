package org.remotelog.server.testing;

import com.google.common.net.HostAndPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A service's real jar as a process of its own. Closing it kills it. */
public final class JarProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready grpc=(\\S+) metrics=(\\S+)");
    private static final long TIMEOUT_SECONDS = 60;

    private final Process process;
    private final BufferedReader stdout;
    private final Path stderr;
    private final List<String> lines = new ArrayList<>();

    private JarProcess(Process process, Path stderr) {
        this.process = process;
        this.stdout = process.inputReader(StandardCharsets.UTF_8);
        this.stderr = stderr;
    }

    /** Starts a server on free ports of the loopback and waits until it serves. */
    public static JarProcess serve(Path jar, Path dataDir, String... more) throws Exception {
        return serve(jar, HostAndPort.fromParts("127.0.0.1", 0), dataDir, more);
    }

    /** Starts a server on a port of the caller's choice and waits until it serves. */
    public static JarProcess serve(Path jar, HostAndPort listen, Path dataDir, String... more) throws Exception {
        return serve(Map.of(), jar, listen, dataDir, more);
    }

    /** As {@link #serve(Path, Path, String...)}, with options of the JVM, such as {@code -Xmx128m}. */
    public static JarProcess serveWith(String jvmOptions, Path jar, Path dataDir, String... more) throws Exception {
        return serve(Map.of("JDK_JAVA_OPTIONS", jvmOptions), jar, HostAndPort.fromParts("127.0.0.1", 0), dataDir, more);
    }

    private static JarProcess serve(
            Map<String, String> environment, Path jar, HostAndPort listen, Path dataDir, String... more)
            throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--listen", listen.toString(), "--metrics-listen", "127.0.0.1:0", "--data-dir", dataDir.toString()));
        arguments.addAll(List.of(more));
        JarProcess started = launch(jar, environment, arguments);
        String line = CompletableFuture.supplyAsync(started::nextLine).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (!READY.matcher(line).matches()) {
            started.close();
            throw new AssertionError("not ready: " + line + "\n" + started.stderr());
        }
        return started;
    }

    /** Runs a program that ends by itself. */
    public static JarProcess run(Path jar, Map<String, String> environment, String... arguments) throws Exception {
        JarProcess started = launch(jar, environment, List.of(arguments));
        started.awaitExit();
        return started;
    }

    private static JarProcess launch(Path jar, Map<String, String> environment, List<String> arguments)
            throws IOException {
        Path stderr = Files.createTempFile("stderr", ".log");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(stderr.toFile());
        builder.environment().putAll(environment);
        return new JarProcess(builder.start(), stderr);
    }

    /** Where it serves gRPC. */
    public HostAndPort grpc() {
        return HostAndPort.fromString(ready().group(1));
    }

    /** Where it serves HTTP. */
    public HostAndPort metrics() {
        return HostAndPort.fromString(ready().group(2));
    }

    /** Its number. */
    public long pid() {
        return process.pid();
    }

    /** Whether it has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Sends SIGTERM; not by {@code Process.destroy}, which would close its stdout too. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Sends SIGKILL and waits. */
    public void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for the end; the exit code. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running\n" + stderr());
        }
        return process.exitValue();
    }

    /** Everything it has written to stdout; call it after the end. */
    public String stdout() {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining())
                + stdout.lines().map(line -> line + "\n").collect(Collectors.joining());
    }

    /** Everything it has written to stderr so far. */
    public String stderr() {
        try {
            return Files.readString(stderr);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        Files.deleteIfExists(stderr);
    }

    private Matcher ready() {
        Matcher matcher = READY.matcher(lines.get(0));
        if (!matcher.matches()) {
            throw new AssertionError(lines.get(0));
        }
        return matcher;
    }

    private String nextLine() {
        try {
            String line = stdout.readLine();
            if (line == null) {
                throw new AssertionError("ended\n" + stderr());
            }
            lines.add(line);
            return line;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
