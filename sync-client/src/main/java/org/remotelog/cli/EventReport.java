package org.remotelog.cli;

import java.util.HashSet;
import java.util.Set;
import org.remotelog.client.LogEvent;

/** Tells events on stderr; one that is the same every time the log is asked, once. */
final class EventReport {
    private final Shell shell;
    private final boolean asJson;
    private final Set<String> told = new HashSet<>();

    EventReport(Shell shell, boolean asJson) {
        this.shell = shell;
        this.asJson = asJson;
    }

    void tell(LogEvent event) {
        String line = asJson ? JsonLines.object(json -> EventJson.write(event, json)) : EventWords.of(event);
        if (told.add(line)) {
            if (asJson) {
                shell.err().println(line);
            } else {
                shell.say(line);
            }
        }
    }
}
