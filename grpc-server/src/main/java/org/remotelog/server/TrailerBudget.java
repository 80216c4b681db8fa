package org.remotelog.server;

import com.google.rpc.Status;

/**
 * Keeps an error small enough to travel: a status goes in HTTP/2 trailers, which clients limit to
 * 8 KiB by default, and an answer over that limit reaches the client as an unknown error.
 */
final class TrailerBudget {
    /** Twice in the trailers, as text and within the details, and a third time in a BadRequest. */
    static final int MESSAGE_CHARS = 500;

    /** The details travel in base64: 5,000 bytes are 6,668 characters; the message and the names of the headers fit too. */
    static final int STATUS_BYTES = 5000;

    private TrailerBudget() {}

    /** The same status, with a message cut short and without the last details if it would be too long. */
    static Status fit(Status status) {
        Status.Builder fitted = status.toBuilder().setMessage(shown(status.getMessage()));
        while (fitted.getDetailsCount() > 1 && fitted.build().getSerializedSize() > STATUS_BYTES) {
            fitted.removeDetails(fitted.getDetailsCount() - 1); // Never the first: it holds the reason.
        }
        return fitted.build();
    }

    /** Printable ASCII, because the message is percent-encoded: any other byte would count three times. */
    private static String shown(String message) {
        String ascii = message.replaceAll("[^ -~]", "?");
        return ascii.length() <= MESSAGE_CHARS ? ascii : ascii.substring(0, MESSAGE_CHARS - 3) + "...";
    }
}
