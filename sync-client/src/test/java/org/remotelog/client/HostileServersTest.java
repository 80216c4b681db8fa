package org.remotelog.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.remotelog.format.Address;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Page;
import org.remotelog.format.Pair;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.SignedRecord;
import org.remotelog.format.SigningKey;
import org.remotelog.format.Skip;
import org.remotelog.proto.cas.BatchAddResponse;
import org.remotelog.proto.cas.BatchGetResponse;
import org.remotelog.proto.ns.Content;

/** What Bob reports, and does not believe, when the servers lie or the key is misused. */
final class HostileServersTest extends LogTestBase {
    @TempDir
    private Path directory = Path.of("");

    private static List<Long> sequences(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    /** The CAS says that it does not have some addresses. */
    private void hide(List<Address> hidden) {
        Status unknown = ErrorDetails.toStatus(new RemoteLogException(Reason.CONTENT_UNKNOWN, "not here"));
        alterItems(item -> isOneOf(hidden, item)
                ? item.toBuilder().clearContent().setStatus(unknown).build()
                : item);
    }

    /** The CAS answers altered bytes for some addresses. */
    private void damage(List<Address> damaged) {
        alterItems(item -> isOneOf(damaged, item)
                ? item.toBuilder()
                        .setContent(org.remotelog.proto.cas.Content.newBuilder()
                                .setData(ByteString.copyFromUtf8("I owe Bob a million")))
                        .build()
                : item);
    }

    private void alterItems(UnaryOperator<BatchGetResponse.Item> lie) {
        lies.alter(
                BatchGetResponse.class,
                response -> BatchGetResponse.newBuilder()
                        .addAllItem(response.getItemList().stream().map(lie).toList())
                        .build());
    }

    private static boolean isOneOf(List<Address> addresses, BatchGetResponse.Item item) {
        return addresses.stream()
                .anyMatch(a -> a.bytes().equals(item.getAddress().getId()));
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
    void aMissingMessageIsReportedTheOthersAreReadAndItComesLate() {
        Address third = alice(Mode.page()).append(Messages.bodies(1, 5)).get(2).address();
        hide(List.of(third));
        Reader bob = bob(Home.at(directory));
        Collected first = read(bob);
        assertThat(first.sequences()).containsExactly(1L, 2L, 4L, 5L);
        assertThat(first.events).containsExactly(new LogEvent.Missing(third, 3));
        assertThat(read(bob).events).containsExactly(new LogEvent.Missing(third, 3));
        lies.stop();
        bob.close();
        Collected late = read(bob(Home.at(directory)));
        assertThat(late.bodies()).containsExactly(Messages.body(3, 100));
        assertThat(late.events).isEmpty();
    }

    @Test
    void alteredBytesDoNotPassForAlicesWords() {
        Address third = alice(Mode.page()).append(Messages.bodies(1, 5)).get(2).address();
        damage(List.of(third));
        Reader bob = bob();
        Collected collected = read(bob);
        assertThat(collected.sequences()).containsExactly(1L, 2L, 4L, 5L);
        assertThat(collected.events).singleElement().isInstanceOfSatisfying(LogEvent.Corrupt.class, corrupt -> {
            assertThat(corrupt.address()).contains(third);
            assertThat(corrupt.sequence()).isEqualTo(3);
        });
        lies.stop();
        assertThat(read(bob).bodies()).containsExactly(Messages.body(3, 100));
    }

    @Test
    void aMissingPageIsAGapThatIsFilledLater() {
        alice(Mode.page(4)).append(Messages.bodies(1, 80));
        Page head = Page.decode(bob().currentHead().content());
        // Page 20 is the head. Page 19 is hidden; the head's skips lead on to 18, 17 and 16.
        hide(List.of(head.tail().orElseThrow()));
        Reader bob = bob();
        Collected collected = read(bob);
        lies.stop();
        Collected late = read(bob);
        List<Long> all = new ArrayList<>(collected.sequences());
        all.addAll(late.sequences());
        assertThat(all).containsExactlyInAnyOrderElementsOf(sequences(1, 80));
        assertThat(late.sequences()).isSorted().isNotEmpty();
        assertThat(collected.sequences()).isSorted().contains(80L);
        assertThat(collected.events)
                .contains(
                        new LogEvent.Missing(head.tail().get(), 76),
                        new LogEvent.Gap(late.sequences().get(0), 76));
    }

    @Test
    void aFaultWhileALongGapIsFilledDeliversNothingTwice() {
        alice(Mode.page(1000)).append(Messages.bodies(1, 2100));
        Page head = Page.decode(bob().currentHead().content());
        hide(head.skips().stream().map(Skip::page).toList());
        Reader bob = bob();
        assertThat(read(bob).events).contains(new LogEvent.Gap(1, 2000));
        lies.stop();
        Collected late = new Collected() {
            @Override
            public void onProgress(long sequence, long newest) {
                if (sequence < 1000) {
                    lies.refuse("BatchGet", Reason.DRAINING);
                }
            }
        };
        assertThatThrownBy(() -> bob.read(late)).isInstanceOf(RemoteLogException.class);
        assertThat(late.messages).hasSizeBetween(1, 999);
        lies.stop();
        bob.read(late);
        assertThat(late.sequences()).isEqualTo(sequences(1, 2000));
    }

    @Test
    void whatIsMissingIsAskedForTogether() {
        List<Receipt> receipts = alice(Mode.page()).append(Messages.bodies(1, 200));
        hide(receipts.stream()
                .map(Receipt::address)
                .filter(a -> a.hashCode() % 2 == 0)
                .toList());
        Reader bob = bob();
        Collected first = read(bob);
        WireUsage before = services.usage();
        assertThat(read(bob).events).isEqualTo(first.events);
        assertThat(services.usage().since(before).rounds()).isEqualTo(2);
        lies.stop();
        Collected late = read(bob);
        assertThat(late.messages).hasSize(first.events.size());
        assertThat(late.sequences()).isSorted().doesNotContainAnyElementsOf(first.sequences());
    }

    @Test
    void longMessagesAreNotHeldLongerThanTheyAreNeeded() {
        Writer alice = alice(Mode.page());
        alice.append(IntStream.range(0, 12)
                .mapToObj(n -> Messages.body(n, 3_900_000))
                .toList());
        List<WeakReference<Object>> held = new ArrayList<>();
        alterItems(item -> {
            held.add(new WeakReference<>(item.getContent().getData()));
            return item;
        });
        int[] most = {0};
        ReadSummary summary = bob().read(message -> {
            System.gc();
            most[0] = Math.max(most[0], (int)
                    held.stream().filter(item -> item.get() != null).count());
        });
        assertThat(summary.delivered()).isEqualTo(12);
        assertThat(most[0]).isLessThan(11); // 32 MiB, and what is read ahead.
    }

    @Test
    void aSkipLeadsAroundAMissingPage() {
        alice(Mode.page(16)).append(Messages.bodies(1, 16 * 10));
        Page head = Page.decode(bob().currentHead().content());
        Address hidden = head.skips().get(3).page();
        long newest = head.skips().get(3).sequence();
        hide(List.of(hidden));
        Collected collected = read(bob());
        assertThat(collected.events)
                .containsExactly(new LogEvent.Missing(hidden, newest), new LogEvent.Gap(newest - 15, newest));
        List<Long> expected = new ArrayList<>(sequences(1, 160));
        expected.removeAll(sequences(newest - 15, newest));
        assertThat(collected.sequences()).isEqualTo(expected);
    }

    @Test
    void aRecordOfAnotherKeyIsNotHers() {
        alice(Mode.page()).append(Messages.bodies(1, 3));
        SigningKey mallory = SigningKey.generate(new SecureRandom());
        SignedRecord forged = SignedRecord.first(
                mallory, Address.of(ByteString.EMPTY), Instant.now().plusSeconds(1000), Duration.ZERO);
        lies.alter(
                Content.class, c -> c.toBuilder().setRecord(forged.envelope()).build());
        assertThat(reasonOf(() -> read(bob()))).isEqualTo(Reason.SIGNATURE_INVALID);
    }

    @Test
    void anAlteredHeadDoesNotVerify() {
        alice(Mode.full()).append(Messages.bodies(1, 3));
        lies.alter(
                Content.class,
                c -> c.toBuilder()
                        .setData(c.getData().concat(ByteString.copyFromUtf8("x")))
                        .build());
        assertThat(reasonOf(() -> read(bob()))).isEqualTo(Reason.CONTENT_MISMATCH);
    }

    @Test
    void wrongBytesInFrontOfTheHeldHeadMakeBobFetchTheWhole() {
        Writer alice = alice(Mode.full());
        alice.append(Messages.bodies(1, 3));
        Reader bob = bob();
        read(bob);
        alice.append(Messages.bodies(4, 5));
        lies.alter(
                Content.class,
                c -> c.getPrepend()
                        ? c.toBuilder()
                                .setData(ByteString.copyFromUtf8("wrong"))
                                .build()
                        : c);
        assertThat(read(bob).sequences()).containsExactly(4L, 5L);
    }

    @Test
    void anOlderHeadIsARollbackAndNothingOfItIsDelivered() {
        Writer alice = alice(Mode.full());
        alice.append(Messages.bodies(1, 3));
        Content[] old = new Content[1];
        lies.alter(Content.class, c -> old[0] = c);
        read(bob());
        lies.stop();
        alice.append(Messages.bodies(4, 6));
        Reader bob = bob();
        assertThat(read(bob).sequences()).isEqualTo(sequences(1, 6));
        lies.alter(Content.class, c -> old[0]);
        Collected collected = read(bob);
        assertThat(collected.messages).isEmpty();
        assertThat(collected.events).singleElement().isInstanceOf(LogEvent.Rollback.class);
        lies.stop();
        alice.append(Messages.body(7, 100));
        Collected after = read(bob);
        assertThat(after.sequences()).containsExactly(7L);
        assertThat(after.events).isEmpty();
    }

    @Test
    void aNameThatIsForgottenIsARollback() {
        alice(Mode.full()).append(Messages.bodies(1, 3));
        Home home = Home.inMemory();
        try (Reader bob = RemoteLog.reader(services, key.name()).home(home).open()) {
            read(bob);
        }
        try (var fresh = startNs(directory.resolve("fresh"))) {
            Reader bob = closing(
                    RemoteLog.reader(connect(fresh), key.name()).home(home).open());
            assertThat(read(bob).events)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            LogEvent.Rollback.class,
                            rollback -> assertThat(rollback.answered()).isEmpty());
        }
    }

    @Test
    void twoRecordsForOnePlaceAreAForkAndTheCursorStops() {
        Writer alice = alice(Mode.full());
        alice.append(Messages.bodies(1, 3));
        Reader bob = bob(Home.at(directory));
        read(bob);
        SignedRecord seen = bob.currentHead().record();
        ByteString other = Page.of(List.of(Pair.embedded(Messages.numbered(9), 1)), Optional.empty(), List.of(), 1)
                .bytes();
        SignedRecord twin = sign(Optional.empty(), other);
        lies.alter(
                Content.class,
                c -> Content.newBuilder()
                        .setRecord(twin.envelope())
                        .setData(other)
                        .build());
        Collected collected = read(bob);
        assertThat(collected.messages).isEmpty();
        assertThat(collected.events).singleElement().isInstanceOfSatisfying(LogEvent.Fork.class, fork -> {
            assertThat(fork.a().id()).isEqualTo(seen.id());
            assertThat(fork.b().id()).isEqualTo(twin.id());
        });
        lies.stop();
        alice.append(Messages.body(4, 100));
        bob.close();
        Reader again = bob(Home.at(directory));
        assertThat(again.forks()).hasSize(1);
        assertThat(read(again).messages).isEmpty();
        assertThat(again.cursor()).isEqualTo(3);
    }

    @Test
    void aLogWithoutTheLastMessageSeenIsRewritten() {
        SignedRecord first =
                publishFirst(Page.of(List.of(Pair.embedded(Messages.numbered(1), 1)), Optional.empty(), List.of(), 1));
        Reader bob = bob();
        assertThat(read(bob).sequences()).containsExactly(1L);
        ByteString other = Page.of(
                        List.of(Pair.embedded(Messages.numbered(3), 2), Pair.embedded(Messages.numbered(2), 1)),
                        Optional.empty(),
                        List.of(),
                        1)
                .bytes();
        SignedRecord second = sign(Optional.of(first), other);
        publish(second, other);
        Collected collected = read(bob);
        assertThat(collected.messages).isEmpty();
        assertThat(collected.events)
                .singleElement()
                .isInstanceOfSatisfying(
                        LogEvent.Rewritten.class,
                        rewritten -> assertThat(rewritten.answered().id()).isEqualTo(second.id()));
        assertThat(bob.cursor()).isEqualTo(1);
    }

    @Test
    void aShorterLogIsRewritten() {
        SignedRecord first = publishFirst(Page.of(
                List.of(Pair.embedded(Messages.numbered(2), 2), Pair.embedded(Messages.numbered(1), 1)),
                Optional.empty(),
                List.of(),
                1));
        Reader bob = bob();
        read(bob);
        ByteString shorter = Page.of(List.of(Pair.embedded(Messages.numbered(1), 1)), Optional.empty(), List.of(), 1)
                .bytes();
        publish(sign(Optional.of(first), shorter), shorter);
        assertThat(read(bob).events).singleElement().isInstanceOf(LogEvent.Rewritten.class);
    }

    @Test
    void anExpiredHeadIsStaleAndStillRead() {
        alice(Mode.full()).append(Messages.bodies(1, 3));
        now = now.plus(Duration.ofDays(400));
        Reader bob = bob();
        Collected collected = read(bob);
        assertThat(collected.sequences()).hasSize(3);
        assertThat(collected.events).singleElement().isInstanceOf(LogEvent.Stale.class);
        assertThat(bob.read(new Collected()).complete()).isTrue();
    }

    @Test
    void aTailOfAnotherLogIsCorruptAndAGap() {
        alice(Mode.page(4)).append(Messages.bodies(1, 12));
        Page otherTail = Page.of(List.of(Pair.embedded(Messages.numbered(77), 1)), Optional.empty(), List.of(), 1);
        Address tail = store(otherTail.bytes());
        SigningKey bobsVictim = key;
        ByteString page = Page.of(List.of(Pair.embedded(Messages.numbered(9), 9)), Optional.of(tail), List.of(), 3)
                .bytes();
        SignedRecord record = bob().currentHead().record();
        SignedRecord next =
                record.next(bobsVictim, Address.of(page), Instant.now().plusSeconds(99999), Duration.ZERO);
        publish(next, page);
        Collected collected = read(bob());
        assertThat(collected.sequences()).containsExactly(9L);
        assertThat(collected.events).hasSize(2);
        assertThat(collected.events.get(0))
                .isInstanceOfSatisfying(
                        LogEvent.Corrupt.class,
                        corrupt -> assertThat(corrupt.address()).contains(tail));
        assertThat(collected.events.get(1)).isEqualTo(new LogEvent.Gap(1, 8));
    }

    @Test
    void aSkipToAPageOfAnotherLogIsNotFollowed() {
        Page first = Page.of(List.of(Pair.embedded(Messages.numbered(1), 1)), Optional.empty(), List.of(), 1);
        Address a = store(first.bytes());
        Page second = Page.of(List.of(Pair.embedded(Messages.numbered(2), 2)), Optional.of(a), List.of(), 2);
        Address b = store(second.bytes());
        Page stranger = Page.of(List.of(Pair.embedded(Messages.numbered(55), 1)), Optional.empty(), List.of(), 1);
        Address c = store(stranger.bytes());
        publishFirst(Page.of(
                List.of(Pair.embedded(Messages.numbered(3), 3)),
                Optional.of(b),
                List.of(new Skip(b, 2), new Skip(c, 1)),
                3));
        Collected collected = read(bob());
        assertThat(collected.sequences()).containsExactly(1L, 2L, 3L);
        assertThat(collected.messages.get(0).id())
                .isEqualTo(Messages.numbered(1).id());
        assertThat(collected.events).isEmpty();
    }

    @Test
    void whatAPageOfAnotherLogNamesAsItsTailIsNotBelievedEither() {
        List<Page> log = new ArrayList<>();
        List<Page> stranger = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            log.add(onePairPage(number, number, log));
            stranger.add(onePairPage(number, 100 + number, stranger));
        }
        Address third = store(log.get(2).bytes());
        publishFirst(Page.of(
                List.of(Pair.embedded(Messages.numbered(4), 4)),
                Optional.of(third),
                List.of(new Skip(third, 3), new Skip(store(stranger.get(1).bytes()), 2)),
                4));
        Collected collected = read(bob());
        assertThat(collected.events).isEmpty();
        assertThat(collected.messages)
                .extracting(LogMessage::id)
                .containsExactly(
                        Messages.numbered(1).id(),
                        Messages.numbered(2).id(),
                        Messages.numbered(3).id(),
                        Messages.numbered(4).id());
    }

    /** A page of a linked list, after the last of these; those are in the CAS then. */
    private Page onePairPage(int number, int message, List<Page> older) {
        Optional<Address> tail = older.stream().reduce((a, b) -> b).map(page -> store(page.bytes()));
        return Page.of(List.of(Pair.embedded(Messages.numbered(message), number)), tail, List.of(), number);
    }

    @Test
    void aPageThatWasRefusedIsRefusedAgain() {
        Page first = Page.of(
                List.of(Pair.embedded(Messages.numbered(2), 2), Pair.embedded(Messages.numbered(1), 1)),
                Optional.empty(),
                List.of(),
                1);
        Address tail = store(first.bytes()); // It is page 1, and the head says that it is page 2.
        publishFirst(Page.of(List.of(Pair.embedded(Messages.numbered(3), 3)), Optional.of(tail), List.of(), 3));
        Reader bob = bob(Home.at(directory));
        Collected collected = read(bob);
        bob.close();
        Collected again = read(bob(Home.at(directory)));
        assertThat(collected.sequences()).containsExactly(3L);
        assertThat(again.messages).isEmpty();
        assertThat(again.events).isEqualTo(collected.events).contains(new LogEvent.Gap(1, 2));
    }

    @Test
    void anEmbeddedMessageThatIsNotTheOneOfItsIdIsCorrupt() {
        Pair lie = new Pair(
                Optional.empty(),
                Messages.numbered(1).id(),
                Optional.of(Messages.numbered(2).bytes()),
                2);
        publishFirst(Page.of(List.of(lie, Pair.embedded(Messages.numbered(1), 1)), Optional.empty(), List.of(), 1));
        Collected collected = read(bob());
        assertThat(collected.sequences()).containsExactly(1L);
        assertThat(collected.events)
                .singleElement()
                .isInstanceOfSatisfying(
                        LogEvent.Corrupt.class,
                        corrupt -> assertThat(corrupt.sequence()).isEqualTo(2));
    }

    @Test
    void aHeadThatIsNoPageDoesNotVerify() {
        ByteString junk = ByteString.copyFromUtf8("not a page");
        SignedRecord record = sign(Optional.empty(), junk);
        publish(record, junk);
        assertThat(reasonOf(() -> read(bob()))).isEqualTo(Reason.MALFORMED_PAGE);
    }

    @Test
    void aLogWithoutSequencesIsReadByCounting() {
        List<Page> pages = new ArrayList<>();
        for (int n = 1; n <= 9; n += 3) {
            pages.add(specPage(n, n + 2, pages.stream().reduce((a, b) -> b)));
        }
        Page head = pages.get(2);
        SignedRecord record = publishFirst(head);
        Reader bob = bob();
        assertThat(read(bob).sequences()).isEqualTo(sequences(1, 9));
        Page more = specPage(10, 11, Optional.of(head));
        publish(sign(Optional.of(record), more.bytes()), more.bytes());
        Collected collected = read(bob);
        assertThat(collected.sequences()).containsExactly(10L, 11L);
        assertThat(collected.events).isEmpty();
    }

    /** A page as a writer of 3/REMOTE-LOG alone makes it: in the CAS, with its messages. */
    private Page specPage(int from, int to, Optional<Page> tail) {
        var log = org.remotelog.proto.remotelog.RemoteLog.newBuilder();
        for (int n = to; n >= from; n--) {
            log.addPairBuilder()
                    .setLocalHash(Messages.numbered(n).id().hash())
                    .setRemoteHash(store(Messages.numbered(n).bytes()).bytes());
        }
        tail.ifPresent(page -> log.setTail(store(page.bytes()).bytes()));
        return Page.decode(log.build().toByteString());
    }

    @Test
    void aHeadInTheCasIsFetchedFromThere() {
        Page page = Page.of(List.of(Pair.embedded(Messages.numbered(1), 1)), Optional.empty(), List.of(), 1);
        publishFirst(page);
        lies.alter(Content.class, c -> c.toBuilder().clearData().build());
        Reader bob = bob();
        Collected missing = read(bob);
        assertThat(missing.events).containsExactly(new LogEvent.Missing(Address.of(page.bytes()), 0));
        store(page.bytes());
        assertThat(read(bob).sequences()).containsExactly(1L);
    }

    @Test
    void nothingIsPublishedThatTheCasHasNotAcknowledged() {
        Writer alice = alice(Mode.page());
        alice.append(Messages.bodies(1, 2));
        Status full = ErrorDetails.toStatus(new RemoteLogException(Reason.DISK_FULL, "the disk is full"));
        lies.alter(
                BatchAddResponse.class,
                response -> response.toBuilder()
                        .setResult(0, BatchAddResponse.Result.newBuilder().setStatus(full))
                        .build());
        assertThat(reasonOf(() -> alice.append(Messages.bodies(3, 4)))).isEqualTo(Reason.DISK_FULL);
        lies.alter(
                BatchAddResponse.class,
                response ->
                        response.toBuilder().setResult(0, response.getResult(1)).build());
        assertThatThrownBy(() -> alice.append(Messages.bodies(3, 4)))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("another address");
        lies.alter(BatchAddResponse.class, response -> BatchAddResponse.getDefaultInstance());
        assertThatThrownBy(() -> alice.append(Messages.bodies(3, 4))).isInstanceOf(ServiceException.class);
        lies.stop();
        assertThat(read(bob()).sequences()).containsExactly(1L, 2L);
        alice.append(Messages.bodies(3, 4));
        assertThat(read(bob()).bodies()).isEqualTo(Messages.bodies(1, 4));
    }

    @Test
    void whatTheCasHasLostDoesNotStopAliceFromWriting() {
        List<Receipt> receipts = alice(Mode.page(2)).append(Messages.bodies(1, 6));
        Page head = Page.decode(bob().currentHead().content());
        hide(List.of(receipts.get(5).address(), head.tail().orElseThrow()));
        alice(Mode.page(2)).append(Messages.body(7, 100));
        lies.stop();
        assertThat(read(bob()).bodies()).isEqualTo(Messages.bodies(1, 7));
    }

    @Test
    void aCasThatAnswersNothingIsAnErrorAndNotAnEndlessLoop() {
        alice(Mode.page()).append(Messages.bodies(1, 2));
        lies.alter(BatchGetResponse.class, response -> BatchGetResponse.getDefaultInstance());
        assertThatThrownBy(() -> read(bob())).isInstanceOf(ServiceException.class);
    }
}
