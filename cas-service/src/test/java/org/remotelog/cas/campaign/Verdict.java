package org.remotelog.cas.campaign;

import org.remotelog.format.Reason;

/** What a server answers to somebody who asks for a content. That it answers other bytes ends a campaign at once. */
enum Verdict {
    /** The content. */
    RIGHT,
    /** NOT_FOUND. */
    MISSING,
    /** DATA_LOSS, CONTENT_CORRUPT. */
    CORRUPT,
    /** INTERNAL: it cannot tell. */
    FAILED;

    static Verdict of(Reason refusal) {
        return switch (refusal) {
            case CONTENT_UNKNOWN -> MISSING;
            case CONTENT_CORRUPT -> CORRUPT;
            case INTERNAL -> FAILED;
            default -> throw new AssertionError(refusal);
        };
    }
}
