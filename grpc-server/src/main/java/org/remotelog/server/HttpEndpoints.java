package org.remotelog.server;

import com.google.common.net.HostAndPort;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** {@code /metrics} for Prometheus, {@code /livez} and {@code /readyz} for an orchestrator. */
final class HttpEndpoints implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry meters;
    private final HttpServer server;
    private final ExecutorService thread;
    private volatile boolean ready;

    private HttpEndpoints(PrometheusMeterRegistry meters, HttpServer server) {
        this.meters = meters;
        this.server = server;
        this.thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "http-endpoints"));
        server.setExecutor(thread);
        server.createContext("/", this::answer);
        server.start();
    }

    /**
     * @throws StartupException if the address cannot be had
     */
    static HttpEndpoints start(HostAndPort listen, PrometheusMeterRegistry meters) {
        try {
            return new HttpEndpoints(meters, HttpServer.create(Addresses.resolve(listen), 0));
        } catch (IOException e) {
            throw Addresses.cannotListen(listen, e);
        }
    }

    HostAndPort address() {
        InetSocketAddress bound = server.getAddress();
        return Addresses.of(bound);
    }

    void ready(boolean now) {
        ready = now;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, 405, TEXT, "only GET\n");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/metrics" -> send(exchange, 200, PROMETHEUS, meters.scrape(PROMETHEUS));
                case "/livez" -> send(exchange, 200, TEXT, "alive\n");
                case "/readyz" -> send(exchange, ready ? 200 : 503, TEXT, ready ? "ready\n" : "not ready\n");
                default -> send(exchange, 404, TEXT, "try /metrics, /livez, /readyz\n");
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdown();
    }
}
