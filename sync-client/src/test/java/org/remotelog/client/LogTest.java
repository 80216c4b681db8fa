package org.remotelog.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.remotelog.format.MvdsMessage;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.proto.mvds.Message;
import org.remotelog.proto.mvds.Metadata;

/** Alice and Bob with true servers. */
final class LogTest extends LogTestBase {
    @TempDir
    private Path directory = Path.of("");

    static Stream<Mode> modes() {
        return Stream.of(
                Mode.full(),
                Mode.page(),
                Mode.page(3),
                Mode.linked(),
                Mode.mixed(),
                Mode.mixed(5, 2),
                Mode.mixedBytes(20, 500));
    }

    private static List<Long> sequences(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("modes")
    void whatAliceWritesIsWhatBobReads(Mode mode) {
        Writer alice = alice(mode);
        Reader early = bob();
        List<Receipt> receipts = new ArrayList<>(alice.append(Messages.bodies(1, 7)));
        assertThat(read(early).bodies()).isEqualTo(Messages.bodies(1, 7));
        for (int n = 8; n <= 20; n++) {
            receipts.add(alice.append(Messages.body(n, 100)));
            assertThat(read(early).sequences()).containsExactly((long) n);
        }
        receipts.addAll(alice.append(Messages.bodies(21, 90)));
        assertThat(read(early).bodies()).isEqualTo(Messages.bodies(21, 90));
        assertThat(read(early).messages).isEmpty();

        Collected late = read(bob());
        assertThat(late.bodies()).isEqualTo(Messages.bodies(1, 90));
        assertThat(late.sequences()).isEqualTo(sequences(1, 90));
        assertThat(late.events).isEmpty();
        assertThat(receipts).extracting(Receipt::sequence).isEqualTo(late.sequences());
        assertThat(receipts)
                .extracting(Receipt::id)
                .isEqualTo(late.messages.stream().map(LogMessage::id).toList());
        assertThat(receipts)
                .extracting(Receipt::address)
                .isEqualTo(late.messages.stream().map(LogMessage::address).toList());
    }

    @Test
    void modesMayChangeFromAppendToAppend() {
        Writer alice = alice(Mode.full());
        int next = 1;
        for (Mode mode : modes().toList()) {
            alice.append(mode, Messages.bodies(next, next + 29));
            next += 30;
        }
        assertThat(read(bob()).bodies()).isEqualTo(Messages.bodies(1, next - 1));
    }

    @Test
    void oneNewMessageCostsBobOneRoundTripAndAboutItsOwnBytes() {
        Writer alice = alice(Mode.mixed());
        alice.append(Messages.bodies(1, 40));
        Reader bob = bob();
        read(bob);
        alice.append(Messages.body(41, 100));
        WireUsage before = services.usage();
        assertThat(read(bob).sequences()).containsExactly(41L);
        WireUsage used = services.usage().since(before);
        assertThat(used.rounds()).isEqualTo(1);
        // A record of some 330 bytes, the body, ids and addresses: not the head with its 40 messages.
        assertThat(used.receivedBytes()).isLessThan(1000);
    }

    @Test
    void nothingNewCostsBobOneRoundTrip() {
        alice(Mode.page()).append(Messages.bodies(1, 200));
        Reader bob = bob();
        read(bob);
        WireUsage before = services.usage();
        assertThat(read(bob).messages).isEmpty();
        WireUsage used = services.usage().since(before);
        assertThat(used.calls()).isEqualTo(1);
        assertThat(used.receivedBytes()).isLessThan(200);
    }

    @Test
    void oneThousandMissedMessagesTakeTwoRoundsOfPages() {
        alice(Mode.page(64)).append(Messages.bodies(1, 1000));
        Reader bob = bob();
        WireUsage before = services.usage();
        Collected collected = read(bob);
        assertThat(collected.sequences()).isEqualTo(sequences(1, 1000));
        // The head, two rounds of pages, two windows of messages.
        assertThat(services.usage().since(before).rounds()).isLessThanOrEqualTo(5);
    }

    @Test
    void oneAppendCostsAliceOneCallToEachService() {
        Writer alice = alice(Mode.mixed());
        alice.append(Messages.bodies(1, 10));
        WireUsage before = services.usage();
        alice.append(Messages.body(11, 100));
        WireUsage used = services.usage().since(before);
        assertThat(used.calls()).isEqualTo(2);
        assertThat(used.sentBytes()).isLessThan(1200);
    }

    @Test
    void aWriterThatStartsAgainGoesOnWhereTheHeadIs() {
        for (int i = 0; i < 10; i++) {
            Writer alice = RemoteLog.writer(services, key)
                    .mode(Mode.page(4))
                    .clock(() -> now)
                    .open();
            assertThat(alice.newest()).isEqualTo(i * 3L);
            alice.append(Messages.bodies(i * 3 + 1, i * 3 + 3));
            alice.close();
        }
        assertThat(read(bob()).bodies()).isEqualTo(Messages.bodies(1, 30));
    }

    @Test
    void theSameTextTwiceIsTwoMessages() {
        Writer alice = alice(Mode.page());
        ByteString text = ByteString.copyFromUtf8("hello");
        alice.append(List.of(text, text));
        Writer again = alice(Mode.page());
        again.append(text);
        Collected collected = read(bob());
        assertThat(collected.bodies()).containsExactly(text, text, text);
        assertThat(collected.messages.stream().map(LogMessage::id).distinct()).hasSize(3);
    }

    @Test
    void aReaderThatStartsAgainGoesOnWhereItWas() {
        Writer alice = alice(Mode.mixed());
        alice.append(Messages.bodies(1, 100));
        Home home = Home.at(directory);
        try (Reader bob = RemoteLog.reader(services, key.name()).home(home).open()) {
            assertThat(read(bob).messages).hasSize(100);
        }
        alice.append(Messages.bodies(101, 130));
        try (Reader bob =
                RemoteLog.reader(services, key.name()).home(Home.at(directory)).open()) {
            assertThat(bob.cursor()).isEqualTo(100);
            assertThat(read(bob).sequences()).isEqualTo(sequences(101, 130));
        }
    }

    @Test
    void aReaderWhoseListenerFailsGetsThoseMessagesAgain() {
        alice(Mode.page()).append(Messages.bodies(1, 1000));
        Home home = Home.at(directory);
        Collected first = new Collected();
        LogListener failing = new LogListener() {
            @Override
            public void onMessage(LogMessage message) {
                first.onMessage(message);
            }

            @Override
            public void flush() {
                if (first.messages.size() > 600) {
                    throw new IllegalStateException("disk full");
                }
            }
        };
        try (Reader bob = RemoteLog.reader(services, key.name()).home(home).open()) {
            assertThatThrownBy(() -> bob.read(failing)).hasMessage("disk full");
        }
        Reader bob = bob(home);
        assertThat(bob.cursor()).isEqualTo(512);
        assertThat(read(bob).sequences()).isEqualTo(sequences(513, 1000));
    }

    @Test
    void readingFromASequenceDoesNotMoveTheCursor() {
        alice(Mode.page(7)).append(Messages.bodies(1, 100));
        Reader bob = bob();
        Collected collected = new Collected();
        ReadSummary summary = bob.readFrom(42, collected);
        assertThat(collected.sequences()).isEqualTo(sequences(42, 100));
        assertThat(summary).isEqualTo(new ReadSummary(59, 100, true));
        assertThat(bob.cursor()).isZero();
        assertThat(bob.readFrom(101, new Collected()).delivered()).isZero();
    }

    @Test
    void pagesCanBeTurnedFromTheNewestBack() {
        alice(Mode.page(10)).append(Messages.bodies(1, 35));
        List<Long> seen = new ArrayList<>();
        Optional<LogPage> page = Optional.of(bob().newestPage());
        for (; page.isPresent(); page = page.get().older()) {
            assertThat(page.get().events()).isEmpty();
            page.get().messages().forEach(message -> seen.add(message.sequence()));
        }
        List<Long> expected = new ArrayList<>(sequences(1, 35));
        Collections.reverse(expected);
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void manyThreadsMayAppendAndEachMessageIsThereOnce() {
        Writer alice = alice(Mode.mixed(10, 3));
        List<CompletableFuture<Receipt>> appends = IntStream.rangeClosed(1, 40)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> alice.append(Messages.body(n, 60))))
                .toList();
        List<Long> sequences =
                appends.stream().map(a -> a.join().sequence()).sorted().toList();
        assertThat(sequences).isEqualTo(sequences(1, 40));
        assertThat(read(bob()).bodies()).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void twoWritersOfOneKeyRebaseAndLoseNothing() {
        Writer phone = alice(Mode.mixed(5, 2));
        Writer laptop = alice(Mode.page(5));
        for (int n = 1; n <= 10; n++) {
            phone.append(ByteString.copyFromUtf8("phone " + n));
            laptop.append(ByteString.copyFromUtf8("laptop " + n));
        }
        Collected collected = read(bob());
        assertThat(collected.sequences()).isEqualTo(sequences(1, 20));
        assertThat(collected.bodies().stream().map(ByteString::toStringUtf8).filter(b -> b.startsWith("phone")))
                .isEqualTo(
                        IntStream.rangeClosed(1, 10).mapToObj(n -> "phone " + n).toList());
    }

    @Test
    void messagesOfAnMvdsNodeAreKeptByteForByte() {
        ByteString spec = Message.newBuilder()
                .setGroupId(Messages.GROUP)
                .setTimestamp(5)
                .setBody(ByteString.copyFromUtf8("with parents"))
                .setMetadata(Metadata.newBuilder().addParents(ByteString.copyFrom(new byte[32])))
                .build()
                .toByteString();
        ByteString legacy = ByteString.fromHex("0a20" + "00".repeat(32) + "1007" + "1a036f6c64");
        List<MvdsMessage> messages = List.of(MvdsMessage.decode(spec), MvdsMessage.decode(legacy));
        for (Mode mode : List.of(Mode.full(), Mode.page())) {
            alice(mode).appendMessages(mode, messages);
        }
        assertThat(read(bob()).messages.stream().map(m -> m.message().bytes()))
                .containsExactly(spec, legacy, spec, legacy);
    }

    @Test
    void ephemeralMessagesAreNotWritten() {
        ByteString ephemeral = Message.newBuilder()
                .setGroupId(Messages.GROUP)
                .setMetadata(Metadata.newBuilder().setEphemeral(true))
                .build()
                .toByteString();
        Writer alice = alice(Mode.page());
        assertThatThrownBy(() -> alice.appendMessages(Mode.page(), List.of(MvdsMessage.decode(ephemeral))))
                .isInstanceOfSatisfying(
                        RemoteLogException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED_MESSAGE));
        assertThat(alice.newest()).isZero();
    }

    @Test
    void longMessagesGoThroughTheCasInEveryMode() {
        ByteString longBody = Messages.body(1, 300_000);
        Writer alice = alice(Mode.full());
        alice.append(List.of(longBody, Messages.body(2, 10)));
        alice.append(Mode.mixed(), List.of(longBody));
        assertThat(read(bob()).bodies()).containsExactly(longBody, Messages.body(2, 10), longBody);
    }

    @Test
    void manyLongMessagesAreReadInBoundedSteps() {
        Writer alice = alice(Mode.page());
        for (int n = 0; n < 15; n++) {
            alice.append(Messages.body(n, 3_000_000));
        }
        assertThat(read(bob()).bodies())
                .isEqualTo(IntStream.range(0, 15)
                        .mapToObj(n -> Messages.body(n, 3_000_000))
                        .toList());
    }

    @Test
    void anUnknownNameIsSaid() {
        assertThatThrownBy(() -> read(bob()))
                .isInstanceOfSatisfying(
                        RemoteLogException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NAME_UNKNOWN));
    }
}
