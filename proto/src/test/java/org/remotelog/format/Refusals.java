package org.remotelog.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What is refused, is refused for the right reason. */
final class Refusals {
    private Refusals() {}

    /** Returns the refusal, for what else it says. */
    static RemoteLogException assertRefused(Reason reason, ThrowingCallable call) {
        RemoteLogException refusal = catchThrowableOfType(RemoteLogException.class, call);
        assertThat(refusal).as("should be refused as %s", reason).isNotNull();
        assertThat(refusal.reason()).as(String.valueOf(refusal.getMessage())).isEqualTo(reason);
        assertThat(refusal.getMessage()).isNotBlank().isPrintable();
        return refusal;
    }
}
