package org.remotelog.cli;

import java.nio.file.Path;
import org.remotelog.client.Home;
import picocli.CommandLine.Option;

/** Where a client keeps its key and what it remembers. */
final class HomeOption {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "${env:REMOTELOG_HOME:-${sys:user.home}/.remotelog}",
            description = "where keys, cursors and what was seen are kept (default: REMOTELOG_HOME, else ~/.remotelog)")
    private Path directory = Path.of("");

    Path directory() {
        return directory;
    }

    Home home() {
        return Home.at(directory);
    }
}
