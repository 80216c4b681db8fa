package org.remotelog.ns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.server.testing.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.remotelog.format.Reason;
import org.remotelog.format.RecordId;
import org.remotelog.proto.ns.Content;
import org.remotelog.proto.ns.Query;

class FetchTest {
    @RegisterExtension
    static final InProcessNs ns = new InProcessNs();

    private final Alice alice = new Alice();

    private Query.Builder query() {
        return Query.newBuilder().setName(alice.name());
    }

    private static Content fetch(Query.Builder query) {
        return ns.client().fetch(query.build());
    }

    private Content whole() {
        return Content.newBuilder()
                .setName(alice.name())
                .setSequence(alice.newest().sequence())
                .setRecord(alice.newest().envelope())
                .setData(alice.content)
                .build();
    }

    private Content unchanged() {
        return Content.newBuilder()
                .setName(alice.name())
                .setSequence(alice.newest().sequence())
                .setUnchanged(true)
                .build();
    }

    private void publishTwo() {
        ns.client().update(alice.whole("a"));
        ns.client().update(alice.whole("b"));
    }

    @Test
    void aReaderThatHasSeenNothingGetsTheHead() {
        publishTwo();
        assertThat(fetch(query())).isEqualTo(whole());
    }

    @Test
    void aReaderThatHasSeenAnOlderHeadGetsTheHead() {
        publishTwo();
        assertThat(fetch(query().setNewerThan(1))).isEqualTo(whole());
        assertThat(fetch(
                        query().setNewerThan(1).setRecordId(alice.record(1).id().hash())))
                .isEqualTo(whole());
    }

    @Test
    void aReaderThatHasSeenTheHeadIsToldSo() {
        publishTwo();
        assertThat(fetch(query().setNewerThan(2))).isEqualTo(unchanged());
        assertThat(fetch(query().setNewerThan(2).setRecordId(alice.newestId().hash())))
                .isEqualTo(unchanged());
    }

    @Test
    void aReaderThatHasSeenAnotherRecordThereGetsTheHeadAndSeesTheFork() {
        publishTwo();
        assertThat(fetch(query().setNewerThan(2)
                        .setRecordId(alice.record(1).id().hash())
                        .setAcceptPrepend(true)))
                .isEqualTo(whole());
    }

    @ParameterizedTest
    @ValueSource(longs = {3, Long.MAX_VALUE, -1})
    void aReaderThatHasSeenAHigherSequenceGetsTheHeadAndSeesTheRollback(long newerThan) {
        publishTwo();
        assertThat(fetch(query().setNewerThan(newerThan))).isEqualTo(whole());
        assertThat(fetch(query().setNewerThan(newerThan)
                        .setAcceptPrepend(true)
                        .setRecordId(alice.newestId().hash())))
                .isEqualTo(whole());
    }

    @Test
    void aPlainHeadWithSequenceZeroIsNeverUnchanged() {
        Draft zero = Draft.plain(alice.key, 0, ByteString.EMPTY);
        ns.client().update(alice.update(zero.envelope()).build());
        Content content = fetch(query().setAcceptPrepend(true));
        assertThat(content.getUnchanged()).isFalse();
        assertThat(content.getRecord()).isEqualTo(zero.envelope());
    }

    @Test
    void anExpiredHeadIsServed() {
        publishTwo();
        ns.at(Draft.VALIDITY.plusSeconds(1), () -> assertThat(fetch(query())).isEqualTo(whole()));
    }

    @Test
    void aNameThatNobodyPublishedIsUnknown() {
        assertRefused(Reason.NAME_UNKNOWN, "name", () -> fetch(query()));
    }

    @ParameterizedTest
    @FieldSource("org.remotelog.ns.BadNames#ALL")
    void whatIsNoNameIsMalformed(String name) {
        assertRefused(
                Reason.MALFORMED_NAME, "name", () -> fetch(Query.newBuilder().setName(name)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, RecordId.BYTES - 1, RecordId.BYTES + 1, 36})
    void aRecordIdHas32Bytes(int bytes) {
        publishTwo();
        assertRefused(
                Reason.MALFORMED_REQUEST,
                "record_id",
                () -> fetch(query().setRecordId(ByteString.copyFrom(new byte[bytes]))));
    }
}
