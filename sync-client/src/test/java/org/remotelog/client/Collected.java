package org.remotelog.client;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;

/** A listener that keeps everything. */
class Collected implements LogListener {
    final List<LogMessage> messages = new ArrayList<>();
    final List<LogEvent> events = new ArrayList<>();

    @Override
    public void onMessage(LogMessage message) {
        messages.add(message);
    }

    @Override
    public void onEvent(LogEvent event) {
        events.add(event);
    }

    List<ByteString> bodies() {
        return messages.stream().map(LogMessage::body).toList();
    }

    List<Long> sequences() {
        return messages.stream().map(LogMessage::sequence).toList();
    }
}
