package org.remotelog.cli;

import com.google.protobuf.ByteString;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The command line's real jar as a process. Closing it kills it. */
final class RemoteLogProcess implements AutoCloseable {
    private static final Path JAR = Path.of("target/app/remotelog.jar");
    private static final long TIMEOUT_SECONDS = 60;

    private final Process process;
    private final CompletableFuture<byte[]> err;

    private RemoteLogProcess(Process process) {
        this.process = process;
        this.err = CompletableFuture.supplyAsync(() -> readAll(process.getErrorStream()), RemoteLogProcess::inThread);
    }

    static RemoteLogProcess start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return new RemoteLogProcess(builder.start());
    }

    /** Runs a command to its end. */
    static Run run(Map<String, String> environment, byte[] input, String... arguments) throws Exception {
        try (RemoteLogProcess started = start(environment, arguments)) {
            CompletableFuture<byte[]> out = CompletableFuture.supplyAsync(
                    () -> readAll(started.process.getInputStream()), RemoteLogProcess::inThread);
            try (OutputStream stdin = started.stdin()) {
                stdin.write(input);
            } catch (IOException e) {
                // It does not read to the end when it fails.
            }
            int code = started.awaitExit();
            byte[] written = out.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return new Run(code, ByteString.copyFrom(written), started.awaitErr());
        }
    }

    OutputStream stdin() {
        return process.getOutputStream();
    }

    BufferedReader stdout() {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    /** Sends SIGTERM; {@code Process.destroy} would close stdin as well. */
    void terminate() {
        process.toHandle().destroy();
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running");
        }
        return process.exitValue();
    }

    /** Everything it has written to stderr when it has ended. */
    String awaitErr() throws Exception {
        return new String(err.get(TIMEOUT_SECONDS, TimeUnit.SECONDS), StandardCharsets.UTF_8);
    }

    /** The common pool has a single thread here: one that reads from a process would keep it from all others. */
    private static void inThread(Runnable reading) {
        Thread thread = new Thread(reading, "output");
        thread.setDaemon(true);
        thread.start();
    }

    private static byte[] readAll(InputStream in) {
        try (in) {
            return in.readAllBytes();
        } catch (IOException e) {
            return new byte[0]; // The process was killed.
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
