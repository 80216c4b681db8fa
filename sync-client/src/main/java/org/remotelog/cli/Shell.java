package org.remotelog.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a command finds around it.
 *
 * @param out throws when nobody reads it any more
 * @param err for people, and for events
 */
record Shell(InputStream in, OutputStream out, PrintStream err, StopSignal stop, Terminal terminal) {
    /** One line of output. */
    void print(String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }

    /** One line for a person. */
    void say(String line) {
        err.println("remotelog: " + line.replaceAll("\\R", " "));
    }
}
