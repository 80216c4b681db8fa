package org.remotelog.client;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.stream.IntStream;
import org.remotelog.format.MvdsMessage;

/** Messages for tests. */
final class Messages {
    static final ByteString GROUP = ByteString.copyFrom(new byte[MvdsMessage.GROUP_ID_BYTES]);

    private Messages() {}

    static MvdsMessage numbered(int number) {
        return ofLength(number, 40);
    }

    /** A message with a body of that many characters, different for each number. */
    static MvdsMessage ofLength(int number, int length) {
        return MvdsMessage.of(GROUP, 1_700_000_000L + number, body(number, length));
    }

    static ByteString body(int number, int length) {
        String text = "message " + number + " ";
        return ByteString.copyFromUtf8(text.repeat(length / text.length() + 1).substring(0, length));
    }

    /** The bodies of messages number from to to, inclusive. */
    static List<ByteString> bodies(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(n -> body(n, 100)).toList();
    }
}
