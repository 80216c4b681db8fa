package org.remotelog.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.remotelog.client.Services;
import org.remotelog.server.testing.JarProcess;

/** Both servers from their real jars, each a process on free ports with fresh data, for the tests of a class. */
public final class ServerJars implements BeforeAllCallback, AfterAllCallback {
    private static final Path CAS_JAR = Path.of("../cas-service/target/app/cas-service.jar");
    private static final Path NS_JAR = Path.of("../ns-service/target/app/ns-service.jar");

    private @Nullable Path directory;
    private @Nullable JarProcess cas;
    private @Nullable JarProcess ns;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        directory = Files.createTempDirectory("servers");
        cas = JarProcess.serve(CAS_JAR, directory.resolve("cas"));
        ns = JarProcess.serve(NS_JAR, directory.resolve("ns"));
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        for (JarProcess server : List.of(require(cas), require(ns))) {
            server.close();
        }
        try (Stream<Path> files = Files.walk(require(directory))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Where the CAS serves, {@code host:port}. */
    public String cas() {
        return require(cas).grpc().toString();
    }

    /** Where the NS serves, {@code host:port}. */
    public String ns() {
        return require(ns).grpc().toString();
    }

    /** A connection to both; close it. */
    public Services connect() {
        return Services.connect(cas(), ns());
    }

    /**
     * Stops the CAS with SIGTERM, does something to its files, and starts it again, on another port.
     *
     * @param change takes the data directory
     */
    public void changeCasFiles(FileChange change) throws Exception {
        JarProcess running = require(cas);
        running.terminate();
        running.awaitExit();
        running.close();
        Path data = require(directory).resolve("cas");
        change.apply(data);
        cas = JarProcess.serve(CAS_JAR, data);
    }

    /** What is done to the files of a server that does not run. */
    public interface FileChange {
        /** Does it. */
        void apply(Path dataDirectory) throws Exception;
    }

    private static <T> T require(@Nullable T started) {
        if (started == null) {
            throw new IllegalStateException("the servers were not started");
        }
        return started;
    }
}
