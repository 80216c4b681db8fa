package org.remotelog.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A shell in memory, that nobody watches. */
final class TestShell {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final StopSignal stop = new StopSignal();
    final Shell shell;

    TestShell() {
        this(InputStream.nullInputStream());
    }

    TestShell(InputStream in) {
        this.shell = new Shell(in, out, new PrintStream(err, true, StandardCharsets.UTF_8), stop, new Terminal() {
            @Override
            boolean isWatched() {
                return false;
            }
        });
    }

    static TestShell withInput(String text) {
        return new TestShell(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Runs a command; its exit code. */
    int run(String... arguments) {
        return Main.commandLine(shell).execute(arguments);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    List<String> errLines() {
        return err().lines().toList();
    }
}
