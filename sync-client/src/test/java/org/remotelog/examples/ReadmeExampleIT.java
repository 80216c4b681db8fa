package org.remotelog.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.client.Home;
import org.remotelog.client.ReadSummary;
import org.remotelog.format.Name;
import org.remotelog.testing.ServerJars;

class ReadmeExampleIT {
    @RegisterExtension
    static final ServerJars SERVERS = new ServerJars();

    @Test
    void theExampleOfTheReadmeRuns(@TempDir Path directory) {
        Home home = Home.at(directory);
        PrintStream stdout = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Name name = ReadmeExample.alice(SERVERS.cas(), SERVERS.ns(), home);
            ReadSummary first = ReadmeExample.bob(SERVERS.cas(), SERVERS.ns(), name, home);
            ReadSummary second = ReadmeExample.bob(SERVERS.cas(), SERVERS.ns(), name, home);
            assertThat(first).isEqualTo(new ReadSummary(3, 3, true));
            assertThat(second).isEqualTo(new ReadSummary(0, 3, true));
        } finally {
            System.setOut(stdout);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("Hello, Bob.\nI go offline.\nSee you.\n");
    }
}
