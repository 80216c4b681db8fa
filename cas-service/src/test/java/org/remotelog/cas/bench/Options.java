package org.remotelog.cas.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.remotelog.cas.Main;
import org.remotelog.server.testing.bench.JavaProcess;

/**
 * Options of the server, less those that it does not have: an older one can be measured too.
 *
 * @param help what the server says of its options
 * @param arguments what was chosen
 */
record Options(String help, List<String> arguments) {
    /** None, yet. */
    static Options ofServer(Path log) throws IOException {
        try (JavaProcess server = JavaProcess.start(log, Main.class.getName(), List.of("--help"))) {
            return new Options(server.receiveAll(), List.of());
        }
    }

    /** Of verified contents. */
    Options contentCache(String size) {
        return with("--content-cache", size);
    }

    /** Of the engine; {@code --cache} is what it was called. */
    Options storeMemory(String size) {
        return with("--store-memory", size).with("--cache", size);
    }

    /** So that no other server works while one is measured. */
    Options noScrubbing() {
        return with("--scrub-rate", "0");
    }

    private Options with(String name, String value) {
        if (!help.contains(name + "=")) {
            return this;
        }
        List<String> more = new ArrayList<>(arguments);
        more.add(name);
        more.add(value);
        return new Options(help, more);
    }
}
