package org.remotelog.cas.campaign;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.remotelog.server.testing.JarProcess;

/** What a server process uses, in MiB. */
record Observed(long heap, long direct, long rss, long held) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static Observed of(JarProcess server) throws IOException, InterruptedException {
        String metrics = metrics(server);
        return new Observed(
                sum(metrics, "jvm_memory_used_bytes\\{area=\"heap\"[^}]*}") >> 20,
                sum(metrics, "netty_direct_bytes") >> 20,
                rss(server),
                sum(metrics, "calls_held_bytes") >> 20);
    }

    /** After a collection of everything. */
    static Observed afterCollection(JarProcess server) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        new ProcessBuilder(jcmd.toString(), Long.toString(server.pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        return of(server);
    }

    /** The sum of the samples that match, by the name and the labels. */
    static long sample(JarProcess server, String pattern) throws IOException, InterruptedException {
        return sum(metrics(server), pattern);
    }

    private static String metrics(JarProcess server) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + server.metrics() + "/metrics"))
                .timeout(Duration.ofSeconds(30))
                .build();
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }

    private static long sum(String metrics, String pattern) {
        return Pattern.compile("(?m)^" + pattern + " (\\S+)$")
                .matcher(metrics)
                .results()
                .map((MatchResult result) -> result.group(1))
                .mapToLong(value -> (long) Double.parseDouble(value))
                .sum();
    }

    /** 0 where there is no {@code /proc}. */
    private static long rss(JarProcess server) throws IOException {
        Path status = Path.of("/proc/" + server.pid() + "/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                .findFirst()
                .orElse(0);
    }

    Observed max(Observed other) {
        return new Observed(
                Math.max(heap, other.heap),
                Math.max(direct, other.direct),
                Math.max(rss, other.rss),
                Math.max(held, other.held));
    }

    @Override
    public String toString() {
        return "heap " + heap + ", direct " + direct + ", RSS " + rss + ", held by calls " + held + " MiB";
    }
}
