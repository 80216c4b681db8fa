package org.remotelog.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.format.MvdsMessage;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.SignedRecord;
import org.remotelog.proto.ns.Content;
import org.remotelog.server.GrpcServer;

/** Alice moves her name when answers are lost, and when the NS forgets. */
final class PublisherTest extends LogTestBase {
    @TempDir
    private Path directory = Path.of("");

    private Writer aliceAt(Services at, Home home) {
        return RemoteLog.writer(at, key)
                .mode(Mode.full())
                .home(home)
                .clock(() -> now)
                .open();
    }

    private static Collected readAll(Services at, Writer alice) {
        try (Reader bob = RemoteLog.reader(at, alice.name()).open()) {
            return read(bob);
        }
    }

    @Test
    void whenTheAnswerIsLostTheMessageIsThereAndNoSecondRecordIsSigned() {
        Home home = Home.at(directory);
        try (Writer alice = aliceAt(services, home)) {
            alice.append(Messages.body(1, 100));
            lies.loseAnswersOf("Update");
            assertThatThrownBy(() -> alice.append(Messages.body(2, 100))).isInstanceOf(ServiceException.class);
        }
        lies.stop();
        try (Writer alice = aliceAt(services, home)) {
            assertThat(alice.newest()).isEqualTo(2);
            alice.append(Messages.body(3, 100));
            Collected collected = readAll(services, alice);
            assertThat(collected.bodies()).isEqualTo(Messages.bodies(1, 3));
        }
    }

    @Test
    void messagesWhoseAnswerWasLostAreNotAppendedTwice() {
        Writer alice = alice(Mode.page());
        alice.append(Messages.body(1, 100));
        var messages = List.of(Messages.numbered(2), Messages.numbered(3));
        lies.loseAnswersOf("Update");
        assertThatThrownBy(() -> alice.appendMessages(Mode.page(), messages)).isInstanceOf(ServiceException.class);
        lies.stop();
        assertThat(alice.appendMessages(Mode.page(), messages))
                .extracting(Receipt::sequence)
                .containsExactly(2L, 3L);
        assertThat(read(bob()).sequences()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aMessageComesNoEarlierThanThoseThatWereAppendedAsTheyAre() {
        Writer alice = alice(Mode.full());
        var future = MvdsMessage.of(Messages.GROUP, now.getEpochSecond() + 1000, Messages.body(1, 100));
        alice.appendMessages(Mode.full(), List.of(future));
        alice.append(Messages.body(2, 100));
        assertThat(read(bob()).messages.get(1).timestamp()).isGreaterThanOrEqualTo(future.timestamp());
    }

    @Test
    void whatWasAppendedAsItIsIsNotMadeAnew() {
        Writer alice = closing(RemoteLog.writer(services, key)
                .group(Messages.GROUP)
                .clock(() -> now)
                .open());
        var message = MvdsMessage.of(Messages.GROUP, now.getEpochSecond(), Messages.body(1, 100));
        alice.appendMessages(Mode.full(), List.of(message));
        assertThat(alice.append(message.body()).id()).isNotEqualTo(message.id());
    }

    @Test
    void theSameWriterGoesOnAfterALostAnswer() {
        Writer alice = alice(Mode.mixed());
        alice.append(Messages.body(1, 100));
        lies.loseAnswersOf("Update");
        assertThatThrownBy(() -> alice.append(Messages.body(2, 100))).isInstanceOf(ServiceException.class);
        lies.stop();
        alice.append(Messages.body(3, 100));
        Collected collected = readAll(services, alice);
        assertThat(collected.bodies()).isEqualTo(Messages.bodies(1, 3));
        assertThat(collected.events).isEmpty();
    }

    @Test
    void anNsThatWasSetBackGetsTheRecordsBetweenAndNothingIsSignedAnew() {
        Home home = Home.at(directory);
        SignedRecord first;
        ByteString firstContent;
        SignedRecord newest;
        try (Writer alice = aliceAt(services, home)) {
            alice.append(Messages.body(1, 100));
            Head head = bob().currentHead();
            first = head.record();
            firstContent = head.content();
            for (int n = 2; n <= 5; n++) {
                alice.append(Messages.body(n, 100));
            }
            newest = bob().currentHead().record();
        }
        try (GrpcServer restored = startNs(directory.resolve("restored"))) {
            publish(restored, first, firstContent);
            Services there = connect(restored);
            try (Writer alice = aliceAt(there, home)) {
                assertThat(closing(RemoteLog.reader(there, key.name()).open())
                                .currentHead()
                                .record()
                                .id())
                        .isEqualTo(newest.id());
                alice.append(Messages.body(6, 100));
                assertThat(readAll(there, alice).bodies()).isEqualTo(Messages.bodies(1, 6));
            }
        }
    }

    @Test
    void anNsThatIsSetBackWhileAliceWritesGetsTheRecordsBetween() {
        Home home = Home.at(directory);
        try (GrpcServer restored = startNs(directory.resolve("restored"))) {
            try (Writer alice = aliceAt(services, home)) {
                alice.append(Messages.body(1, 100));
                Head head = bob().currentHead();
                publish(restored, head.record(), head.content());
                alice.append(Messages.bodies(2, 3));
            }
            Services there = connect(restored);
            try (Writer alice = aliceAt(there, home)) {
                alice.append(Messages.body(4, 100));
                assertThat(readAll(there, alice).bodies()).isEqualTo(Messages.bodies(1, 4));
            }
        }
    }

    @Test
    void anNsThatForgotEverythingGetsTheNewestHead() {
        Home home = Home.at(directory);
        try (Writer alice = aliceAt(services, home)) {
            alice.append(Messages.bodies(1, 5));
        }
        try (GrpcServer empty = startNs(directory.resolve("empty"))) {
            Services there = connect(empty);
            try (Writer alice = aliceAt(there, home)) {
                assertThat(readAll(there, alice).bodies()).isEqualTo(Messages.bodies(1, 5));
            }
        }
    }

    private static SignedRecord newest(Services at, Writer alice) {
        try (Reader bob = RemoteLog.reader(at, alice.name()).open()) {
            return bob.currentHead().record();
        }
    }

    @Test
    void anNsThatWasSetBackFurtherThanAliceRemembersGetsTheNewestHead() {
        Home home = Home.at(directory);
        Head first;
        SignedRecord newest;
        try (Writer alice = aliceAt(services, home)) {
            alice.append(Messages.body(1, 100));
            first = bob().currentHead();
            for (int n = 2; n <= 260; n++) {
                alice.append(Messages.body(n, 100));
            }
            newest = newest(services, alice);
        }
        try (GrpcServer restored = startNs(directory.resolve("restored"))) {
            publish(restored, first.record(), first.content());
            Services there = connect(restored);
            try (Writer alice = aliceAt(there, home)) {
                assertThat(newest(there, alice).id()).isEqualTo(newest.id());
                alice.append(Messages.body(261, 100));
                assertThat(readAll(there, alice).bodies()).isEqualTo(Messages.bodies(1, 261));
            }
        }
    }

    @Test
    void whatAnotherDeviceSignedBetweenIsNoReasonToSignAnew() {
        Home home = Home.at(directory);
        SignedRecord newest;
        Head first;
        try (Writer laptop = aliceAt(services, home)) {
            Writer phone = alice(Mode.full());
            phone.append(Messages.body(1, 100));
            first = bob().currentHead();
            phone.append(Messages.body(2, 100));
            phone.append(Messages.body(3, 100));
            laptop.append(Messages.body(4, 100));
            newest = newest(services, laptop);
        }
        try (GrpcServer restored = startNs(directory.resolve("restored"))) {
            publish(restored, first.record(), first.content());
            Services there = connect(restored);
            try (Writer laptop = aliceAt(there, home)) {
                assertThat(newest(there, laptop).id()).isEqualTo(newest.id());
                assertThat(readAll(there, laptop).bodies()).isEqualTo(Messages.bodies(1, 4));
            }
        }
    }

    @Test
    void aBranchThatLostIsNotSignedOver() {
        Home home = Home.at(directory);
        SignedRecord lost;
        try (GrpcServer other = startNs(directory.resolve("other"))) {
            Services there = connect(other);
            try (Writer laptop = aliceAt(there, home)) {
                laptop.append(Messages.body(7, 100));
                laptop.append(Messages.body(8, 100));
                lost = newest(there, laptop);
            }
        }
        alice(Mode.full()).append(Messages.body(1, 100));
        try (Writer laptop = aliceAt(services, home)) {
            laptop.append(Messages.body(2, 100));
            assertThat(newest(services, laptop).sequence()).isGreaterThan(lost.sequence());
            assertThat(readAll(services, laptop).bodies()).isEqualTo(Messages.bodies(1, 2));
        }
    }

    @Test
    void anNsThatShowsAnOldHeadAndRefusesTheNewDoesNotMakeAliceForget() {
        Home home = Home.at(directory);
        Content[] old = new Content[1];
        try (Writer alice = aliceAt(services, home)) {
            alice.append(Messages.body(1, 100));
            lies.alter(Content.class, content -> old[0] = content);
            readAll(services, alice);
            lies.stop();
            alice.append(Messages.body(2, 100));
        }
        lies.alter(Content.class, content -> old[0]);
        lies.refuse("Update", Reason.MALFORMED_CONTENT);
        assertThatThrownBy(() -> aliceAt(services, home).close()).isInstanceOf(RemoteLogException.class);
        lies.stop();
        try (Writer alice = aliceAt(services, home)) {
            alice.append(Messages.body(3, 100));
            assertThat(readAll(services, alice).bodies()).isEqualTo(Messages.bodies(1, 3));
        }
    }

    @Test
    void aHeadThatIsRefusedForGoodIsGivenUpAndItsRecordIsNot() {
        Home home = Home.at(directory);
        try (Writer alice = aliceAt(services, home)) {
            alice.append(Messages.body(1, 100));
            refuseForGood(alice, Messages.body(9, 100));
            refuseForGood(alice, Messages.body(9, 100));
            alice.append(Messages.body(2, 100));
            assertThat(newest(services, alice).sequence()).isEqualTo(4);
            refuseForGood(alice, Messages.body(9, 100));
        }
        try (Writer alice = aliceAt(services, home)) {
            alice.append(Messages.body(3, 100));
            assertThat(newest(services, alice).sequence()).isEqualTo(6);
            assertThat(readAll(services, alice).bodies()).isEqualTo(Messages.bodies(1, 3));
        }
    }

    private void refuseForGood(Writer alice, ByteString body) {
        lies.refuse("Update", Reason.MALFORMED_CONTENT);
        assertThatThrownBy(() -> alice.append(body)).isInstanceOf(RemoteLogException.class);
        lies.stop();
    }

    @Test
    void anNsThatHasAnOlderRecordWithoutItsContentGetsTheNewestHead() {
        Home home = Home.at(directory);
        SignedRecord first;
        try (Writer alice = aliceAt(services, home)) {
            alice.append(Messages.body(1, 100));
            first = newest(services, alice);
            alice.append(Messages.body(2, 100));
        }
        try (GrpcServer mirror = startNs(directory.resolve("mirror"))) {
            publishWithoutContent(mirror, first);
            Services there = connect(mirror);
            try (Writer alice = aliceAt(there, home)) {
                alice.append(Messages.body(3, 100));
                assertThat(readAll(there, alice).bodies()).isEqualTo(Messages.bodies(1, 3));
            }
        }
    }

    @Test
    void aRecordPastHalfOfItsLifeIsRenewedWhenAliceOpens() {
        Home home = Home.at(directory);
        try (Writer alice = aliceAt(services, home)) {
            alice.append(Messages.bodies(1, 5));
        }
        SignedRecord before = bob().currentHead().record();
        now = now.plus(Duration.ofDays(180));
        aliceAt(services, home).close();
        assertThat(bob().currentHead().record().id()).isEqualTo(before.id());
        now = now.plus(Duration.ofDays(4));
        aliceAt(services, home).close();
        SignedRecord after = bob().currentHead().record();
        assertThat(after.sequence()).isEqualTo(before.sequence() + 1);
        assertThat(after.value()).isEqualTo(before.value());
        assertThat(after.validity()).isEqualTo(now.plus(SignedRecord.DEFAULT_LIFETIME));
        assertThat(read(bob()).bodies()).isEqualTo(Messages.bodies(1, 5));
    }

    @Test
    void aWriterThatStaysOpenRenewsWhenItIsAsked() {
        Writer alice = alice(Mode.full());
        alice.append(Messages.body(1, 100));
        alice.renewIfDue();
        assertThat(bob().currentHead().record().sequence()).isEqualTo(1);
        now = now.plus(Duration.ofDays(200));
        alice.renewIfDue();
        assertThat(bob().currentHead().record().sequence()).isEqualTo(2);
    }

    @Test
    void twoWritersDoNotShareAHome() {
        Home home = Home.at(directory);
        try (Writer alice = aliceAt(services, home)) {
            assertThat(alice.newest()).isZero();
            assertThatThrownBy(() -> aliceAt(services, home)).isInstanceOf(IllegalStateException.class);
        }
        aliceAt(services, home).close();
    }

    @Test
    void whatAnotherDevicePublishedMeanwhileIsNotAppendedTwice() {
        Writer phone = alice(Mode.full());
        Writer laptop = alice(Mode.full());
        var message = Messages.numbered(1);
        phone.appendMessages(Mode.full(), List.of(message));
        List<Receipt> receipts = laptop.appendMessages(Mode.full(), List.of(message, Messages.numbered(2)));
        assertThat(receipts).extracting(Receipt::sequence).containsExactly(1L, 2L);
        assertThat(read(bob()).sequences()).containsExactly(1L, 2L);
    }
}
