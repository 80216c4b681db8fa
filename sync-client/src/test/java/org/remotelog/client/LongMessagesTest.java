package org.remotelog.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.remotelog.format.Address;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.MvdsMessage;
import org.remotelog.format.Page;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.SigningKey;
import org.remotelog.proto.cas.BatchGetResponse;
import org.remotelog.proto.cas.CapabilitiesResponse;
import org.remotelog.proto.cas.ReadResponse;

/** Messages that no batch holds. */
final class LongMessagesTest extends LogTestBase {
    private static final int BATCH_BYTES = 4_128_768;
    private static final int LONG_BYTES = 9_000_000;

    @TempDir
    private Path directory = Path.of("");

    private final ByteString body = random(LONG_BYTES);

    private static ByteString random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    /** A message that is so long when it is serialized. */
    private static MvdsMessage message(int bytes) {
        int around = Messages.ofLength(1, bytes).bytes().size() - bytes;
        return Messages.ofLength(1, bytes - around);
    }

    private static Collected read(Reader reader, int expectedMessages) {
        Collected collected = read(reader);
        assertThat(collected.messages).hasSize(expectedMessages);
        return collected;
    }

    private Reader bobWhoTakes(int maxMessageBytes) {
        return closing(RemoteLog.reader(services, key.name())
                .home(Home.at(directory))
                .clock(() -> now)
                .maxMessageBytes(maxMessageBytes)
                .open());
    }

    private Writer aliceWhoWrites(int maxMessageBytes) {
        return closing(RemoteLog.writer(services, key)
                .clock(() -> now)
                .maxMessageBytes(maxMessageBytes)
                .open());
    }

    private static Reason reasonOf(Runnable call) {
        try {
            call.run();
        } catch (RemoteLogException e) {
            return e.reason();
        }
        throw new AssertionError("nothing was refused");
    }

    @Test
    void longAndShortMessagesOfOneAppendComeBackInTheirOrder() {
        List<ByteString> bodies = List.of(Messages.body(1, 100), body, Messages.body(3, 100), random(LONG_BYTES + 1));
        alice(Mode.page(3)).append(bodies);
        assertThat(read(bob(), 4).bodies().equals(bodies)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {BATCH_BYTES, BATCH_BYTES + 1})
    void theStreamsAreForWhatNoBatchHoldsAndForNothingElse(int bytes) {
        boolean fits = bytes == BATCH_BYTES;
        lies.refuse(fits ? "Write" : "BatchAdd", Reason.INTERNAL);
        alice(Mode.page()).appendMessages(Mode.page(), List.of(message(bytes)));
        lies.refuse(fits ? "Read" : "Add", Reason.INTERNAL);
        assertThat(read(bob(), 1).messages.get(0).message().bytes().size()).isEqualTo(bytes);
    }

    @Test
    void theLimitsAreAskedForOnceAndOnlyWhenTheyMatter() {
        Writer alice = alice(Mode.page());
        lies.refuse("Capabilities", Reason.INTERNAL);
        alice.append(Messages.body(1, 100));
        assertThat(reasonOf(() -> alice.append(body))).isEqualTo(Reason.INTERNAL);
        lies.stop();
        alice.append(body);
        lies.refuse("Capabilities", Reason.INTERNAL);
        alice.append(random(LONG_BYTES + 1));
        assertThat(alice.newest()).isEqualTo(3);
    }

    @Test
    void whatTheCasDoesNotTakeIsRefusedBeforeAnythingIsSent() {
        lies.alter(
                CapabilitiesResponse.class,
                limits -> limits.toBuilder().setMaxWriteBytes(5_000_000).build());
        Writer alice = alice(Mode.page());
        long sent = services.usage().sentBytes();
        assertThatThrownBy(() -> alice.append(List.of(random(1_000_000), body)))
                .isInstanceOf(RemoteLogException.class)
                .hasMessageContaining("5000000")
                .hasMessageContaining("has 90000");
        assertThat(services.usage().sentBytes() - sent).isLessThan(1000);
        assertThat(alice.newest()).isZero();
    }

    @Test
    void aCasThatDoesNotOfferWriteTakesWhatABatchHolds() {
        Writer alice = alice(Mode.page());
        lies.refuse("Capabilities", Reason.NOT_OFFERED);
        assertThatThrownBy(() -> alice.append(body)).hasMessageContaining("at most 4128768 bytes");
        lies.stop();
        lies.alter(
                CapabilitiesResponse.class,
                limits -> limits.toBuilder().clearMaxWriteBytes().build());
        connect();
        Writer another = alice(Mode.page());
        assertThatThrownBy(() -> another.append(body)).hasMessageContaining("at most 4128768 bytes");
    }

    @Test
    void aMessageOverTheWritersOwnLimitIsRefused() {
        Writer alice = aliceWhoWrites(5_000_000);
        alice.appendMessages(Mode.page(), List.of(message(5_000_000)));
        assertThatThrownBy(() -> alice.appendMessages(Mode.page(), List.of(message(5_000_001))))
                .hasMessage("a message has at most 5000000 bytes, not 5000001: cut it into several");
        assertThat(alice.newest()).isEqualTo(1);
    }

    @Test
    void aMessageOverTheReadersLimitIsReportedAndComesToOneThatTakesMore() {
        Writer alice = alice(Mode.page());
        Address address = alice.append(List.of(Messages.body(1, 100), body, Messages.body(3, 100)))
                .get(1)
                .address();
        Reader bob = bobWhoTakes(5_000_000);
        Collected first = read(bob, 2);
        assertThat(first.sequences()).containsExactly(1L, 3L);
        assertThat(first.events).singleElement().isInstanceOfSatisfying(LogEvent.Corrupt.class, corrupt -> {
            assertThat(corrupt.address()).contains(address);
            assertThat(corrupt.sequence()).isEqualTo(2);
            assertThat(corrupt.why()).contains("at most 5000000");
        });
        bob.close();
        assertThat(read(bobWhoTakes(LONG_BYTES + 100), 1).bodies().get(0).equals(body))
                .isTrue();
    }

    @Test
    void aLimitUnderWhatABatchHoldsIsAMistake() {
        assertThatThrownBy(() -> bobWhoTakes(BATCH_BYTES - 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> aliceWhoWrites((1 << 30) + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatTheCasHasIsNotSentAgain() {
        MvdsMessage message = MvdsMessage.of(Messages.GROUP, 1, body);
        alice(Mode.page()).appendMessages(Mode.page(), List.of(message));
        Writer another = closing(RemoteLog.writer(services, SigningKey.generate(new SecureRandom()))
                .open());
        long sent = services.usage().sentBytes();
        another.appendMessages(Mode.page(), List.of(message));
        assertThat(services.usage().sentBytes() - sent).isLessThan(LONG_BYTES / 2);
    }

    @Test
    void aWriterThatComesBackLooksAtALongMessageToo() {
        alice(Mode.page()).append(body);
        alice(Mode.page()).append(body);
        Collected collected = read(bob(), 2);
        assertThat(collected.messages.get(0).id())
                .isNotEqualTo(collected.messages.get(1).id());
        assertThat(collected.messages.get(1).timestamp())
                .isEqualTo(collected.messages.get(0).timestamp() + 1);
    }

    @Test
    void theCursorMovesAfterEachLongMessage() {
        alice(Mode.page()).append(List.of(body, random(LONG_BYTES + 1)));
        Reader bob = bob();
        Collected collected = new Collected() {
            @Override
            public void onMessage(LogMessage message) {
                if (message.sequence() == 2) {
                    throw new IllegalStateException("enough");
                }
                super.onMessage(message);
            }
        };
        assertThatThrownBy(() -> bob.read(collected)).hasMessage("enough");
        assertThat(bob.cursor()).isEqualTo(1);
        assertThat(read(bob, 1).sequences()).containsExactly(2L);
    }

    @Test
    void alteredBytesOfALongMessageAreNotShown() {
        Address address = alice(Mode.page())
                .append(List.of(body, Messages.body(2, 100)))
                .get(0)
                .address();
        lies.alter(
                ReadResponse.class,
                piece -> piece.toBuilder()
                        .setData(ByteString.copyFrom(new byte[piece.getData().size()]))
                        .build());
        Reader bob = bob();
        Collected collected = read(bob, 1);
        assertThat(collected.events).singleElement().isInstanceOfSatisfying(LogEvent.Corrupt.class, corrupt -> {
            assertThat(corrupt.address()).contains(address);
            assertThat(corrupt.why()).contains("do not hash");
        });
        lies.stop();
        assertThat(read(bob, 1).bodies().get(0).equals(body)).isTrue();
    }

    @Test
    void aPageThatIsSaidToBeTooLongForABatchIsNoPage() {
        alice(Mode.page(2)).append(Messages.bodies(1, 5));
        Page head = Page.decode(bob().currentHead().content());
        Address tail = head.tail().orElseThrow();
        com.google.rpc.Status useRead = ErrorDetails.toStatus(new RemoteLogException(Reason.USE_READ, "too long"));
        lies.alter(BatchGetResponse.class, response -> {
            BatchGetResponse.Builder altered = response.toBuilder();
            altered.getItemBuilderList().stream()
                    .filter(item -> item.getAddress().getId().equals(tail.bytes()))
                    .forEach(item -> item.clearContent().setStatus(useRead));
            return altered.build();
        });
        Collected collected = read(bob());
        assertThat(collected.sequences()).contains(5L).doesNotContain(4L);
        assertThat(collected.events)
                .contains(new LogEvent.Corrupt(Optional.of(tail), 4, "it is longer than a page can be"));
        assertThatThrownBy(() -> new Inspector(services).page(tail)).hasMessageContaining("longer than a page");
    }
}
