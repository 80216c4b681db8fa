package org.remotelog.ns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.server.testing.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Reason;
import org.remotelog.format.RecordId;
import org.remotelog.format.SignedRecord;
import org.remotelog.proto.ns.Content;

/** What a writer is told whose record does not chain. */
class HeadMovedTest {
    @RegisterExtension
    static final InProcessNs ns = new InProcessNs();

    private final Alice alice = new Alice();

    /** The head in the answer to a record that does not chain. */
    private Content toldHead() {
        ByteString lost = Draft.chained(
                        alice.key, alice.newest().sequence() + 1, RecordId.of(ByteString.EMPTY), ByteString.EMPTY)
                .envelope();
        Status status = assertRefused(
                Reason.HEAD_MOVED,
                null,
                () -> ns.client().update(alice.update(lost).build()));
        assertThat(status.getSerializedSize()).isLessThan(4096);
        assertThat(status.getMessage()).contains("#" + alice.newest().sequence());
        Content head = ErrorDetails.find(status, Content.class).orElseThrow();
        assertThat(head.getName()).isEqualTo(alice.name());
        assertThat(head.getSequence()).isEqualTo(alice.newest().sequence());
        assertThat(head.getUnchanged() || head.getPrepend() || head.hasStatus()).isFalse();
        return head;
    }

    private static ByteString random(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return ByteString.copyFrom(content);
    }

    @Test
    void anUpdateThatDoesNotChainIsAbortedWithTheCurrentHead() {
        ns.client().update(alice.whole("hello"));
        ns.client().update(alice.prepend("more, "));
        Content head = toldHead();
        assertThat(head.getRecord()).isEqualTo(alice.newest().envelope());
        assertThat(head.getData().toStringUtf8()).isEqualTo("more, hello");
    }

    @Test
    void aContentThatIsInTheCasIsNotInTheAnswer() {
        alice.sign(ByteString.copyFromUtf8("in the CAS"));
        ns.client().update(alice.update().build());
        Content head = toldHead();
        assertThat(head.getRecord()).isEqualTo(alice.newest().envelope());
        assertThat(head.getData()).isEmpty();
    }

    @Test
    void theContentComesAlongOnlyWhenTheStatusStaysShort() {
        ns.client().update(alice.whole(random(1000)));
        int rest = 0;
        for (int bytes = 3000; bytes <= 4200; bytes += 40) {
            ns.client().update(alice.whole(random(bytes)));
            Content head = toldHead();
            assertThat(head.getRecord()).isEqualTo(alice.newest().envelope());
            if (head.getData().isEmpty()) {
                rest++;
            } else {
                assertThat(head.getData()).isEqualTo(alice.content);
                assertThat(rest).as("longer ones than this were left out").isZero();
            }
        }
        assertThat(rest).isBetween(1, 30);
        ns.client().update(alice.whole(random(1 << 20)));
        assertThat(toldHead().getData()).isEmpty();
    }

    @Test
    void aRecordThatIsTooLongForTrailersIsLeftOutToo() {
        SignedRecord longest = Draft.chained(alice.key, 1, RecordId.NONE, ByteString.EMPTY)
                .with("pad", random(9000))
                .record();
        alice.signed.add(longest);
        ns.client().update(alice.update().build());
        assertThat(toldHead().getRecord()).isEmpty();
    }
}
