package org.remotelog.cli;

import java.time.Duration;
import org.remotelog.client.WireUsage;
import picocli.CommandLine.Option;

/** Whether to tell at the end what a command cost. */
final class StatsOption {
    @Option(
            names = "--stats",
            description =
                    "at the end, tells on stderr: messages, calls, round trips, bytes on the wire (without HTTP/2's"
                            + " headers), milliseconds")
    private boolean wanted;

    void tell(Shell shell, boolean asJson, long messages, WireUsage usage, long nanos) {
        if (!wanted) {
            return;
        }
        long millis = Duration.ofNanos(nanos).toMillis();
        if (asJson) {
            shell.err().println(JsonLines.object(json -> {
                json.writeObjectFieldStart("stats");
                json.writeNumberField("messages", messages);
                json.writeNumberField("calls", usage.calls());
                json.writeNumberField("rounds", usage.rounds());
                json.writeNumberField("sentBytes", usage.sentBytes());
                json.writeNumberField("receivedBytes", usage.receivedBytes());
                json.writeNumberField("milliseconds", millis);
                json.writeEndObject();
            }));
        } else {
            shell.say(messages + " messages, " + usage.calls() + " calls, " + usage.rounds() + " round trips, "
                    + usage.sentBytes() + " bytes sent, " + usage.receivedBytes() + " bytes received, " + millis
                    + " ms");
        }
    }
}
