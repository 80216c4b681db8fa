package org.remotelog.format;

import org.remotelog.proto.remotelog.RemoteLog;

/**
 * Where an older page is.
 *
 * @param page the address of the page
 * @param sequence the sequence of its newest pair, from 1
 */
public record Skip(Address page, long sequence) {
    /**
     * @throws RemoteLogException MALFORMED_PAGE
     */
    public Skip {
        if (sequence < 1) {
            throw Page.malformed("the sequence of a skip is 1 to 2^63 - 1, not " + Long.toUnsignedString(sequence));
        }
    }

    static Skip decode(RemoteLog.Skip skip) {
        return new Skip(new Address(skip.getPage()), skip.getSequence());
    }

    RemoteLog.Skip encode() {
        return RemoteLog.Skip.newBuilder()
                .setPage(page.bytes())
                .setSequence(sequence)
                .build();
    }
}
