package org.remotelog.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.format.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MvdsMessageTest {
    static List<Vector> goodIds() {
        return Vector.good("message-ids");
    }

    static List<Vector> refusedIds() {
        return Vector.refused("message-ids");
    }

    static List<Vector> good() {
        return Vector.good("messages");
    }

    static List<Vector> refused() {
        return Vector.refused("messages");
    }

    @ParameterizedTest
    @MethodSource("goodIds")
    void theIdHashesGroupTimestampAndBody(Vector vector) {
        MvdsMessage message = MvdsMessage.of(vector.hex("group_id"), vector.number("timestamp"), vector.hex("body"));

        assertThat(message.id()).hasToString(vector.text("id"));
        assertThat(MvdsMessage.decode(message.bytes()).id()).isEqualTo(message.id());
    }

    @ParameterizedTest
    @MethodSource("refusedIds")
    void aGroupIdOfAnotherLengthIsRefused(Vector vector) {
        ByteString group = vector.hex("group_id");

        assertRefused(vector.reason(), () -> MvdsMessage.of(group, vector.number("timestamp"), vector.hex("body")));
        assertThat(MessageId.of(group, vector.number("timestamp"), vector.hex("body")))
                .hasToString(vector.text("id"));
    }

    @Test
    void withoutTheFixedLengthTwoMessagesWouldHaveOneId() {
        MvdsMessage message = MvdsMessage.of(ByteString.fromHex("00".repeat(32)), 0, ByteString.copyFromUtf8("\0hi"));

        assertThat(refusedIds())
                .anySatisfy(vector -> assertThat(vector.text("id"))
                        .isEqualTo(message.id().toString())
                        .startsWith("cb9c93bc"));
    }

    @ParameterizedTest
    @MethodSource("good")
    void aMessageIsReadInEitherNumberingAndKeepsItsBytes(Vector vector) {
        MvdsMessage message = MvdsMessage.decode(vector.hex("bytes"));

        assertThat(message.bytes()).isEqualTo(vector.hex("bytes"));
        assertThat(message.groupId()).isEqualTo(vector.hex("group_id"));
        assertThat(message.timestamp()).isEqualTo(vector.number("timestamp"));
        assertThat(message.body()).isEqualTo(vector.hex("body"));
        assertThat(message.metadata().getParentsList().stream().map(Hex::of)).isEqualTo(vector.texts("parents"));
        assertThat(message.metadata().getEphemeral()).isEqualTo(vector.flag("ephemeral"));
        assertThat(message.id()).hasToString(vector.text("id"));
        assertThat(message.address()).hasToString(vector.text("address"));
    }

    @ParameterizedTest
    @MethodSource("good")
    void aWriterEmitsTheNumbersOfTheSpecification(Vector vector) {
        MvdsMessage made = MvdsMessage.of(vector.hex("group_id"), vector.number("timestamp"), vector.hex("body"));

        assertThat(made.bytes().equals(vector.hex("bytes"))).isEqualTo(vector.flag("ours"));
        assertThat(made.id()).hasToString(vector.text("id"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsNoMessageIsRefused(Vector vector) {
        assertRefused(vector.reason(), () -> MvdsMessage.decode(vector.hex("bytes")));
    }

    @Test
    void aMessageIdIs32Bytes() {
        for (int length : new int[] {0, 31, 33}) {
            assertRefused(Reason.MALFORMED_MESSAGE, () -> new MessageId(ByteString.copyFrom(new byte[length])));
        }
    }
}
