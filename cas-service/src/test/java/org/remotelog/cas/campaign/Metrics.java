package org.remotelog.cas.campaign;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.remotelog.server.testing.JarProcess;

/** What a server tells over HTTP. */
final class Metrics {
    private Metrics() {}

    /** One figure of {@code /metrics}. */
    static double of(JarProcess server, String name) throws IOException, InterruptedException {
        return get(server, "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name));
    }

    /** Whether {@code /readyz} says yes. */
    static boolean isReady(JarProcess server) throws IOException, InterruptedException {
        return get(server, "/readyz").statusCode() == 200;
    }

    private static HttpResponse<String> get(JarProcess server, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + server.metrics() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
