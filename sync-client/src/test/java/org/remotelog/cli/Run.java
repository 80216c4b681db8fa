package org.remotelog.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** What a process came to. */
record Run(int code, ByteString outBytes, String err) {
    String out() {
        return outBytes.toStringUtf8();
    }

    List<String> lines() {
        return out().lines().toList();
    }

    List<String> errLines() {
        return err.lines().toList();
    }

    /** Stdout, an object a line. */
    List<JsonNode> json() {
        return parse(lines());
    }

    /** Stderr, an object a line. */
    List<JsonNode> errJson() {
        return parse(errLines());
    }

    private static List<JsonNode> parse(List<String> lines) {
        ObjectMapper mapper = new ObjectMapper();
        return lines.stream()
                .map(line -> {
                    try {
                        return mapper.readTree(line);
                    } catch (IOException e) {
                        throw new UncheckedIOException(line, e);
                    }
                })
                .toList();
    }
}
