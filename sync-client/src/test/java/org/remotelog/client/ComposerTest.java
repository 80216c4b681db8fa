package org.remotelog.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.remotelog.format.Address;
import org.remotelog.format.MvdsMessage;
import org.remotelog.format.Page;
import org.remotelog.format.Pair;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.Skip;
import org.remotelog.format.SkipRule;
import org.remotelog.proto.remotelog.RemoteLog;

final class ComposerTest {
    private static final int MAX_HEAD = 8 * 1024;
    private static final int MAX_EMBED = 1024;

    /** What was uploaded, and how often it was read back. */
    private final Map<Address, ByteString> cas = new HashMap<>();

    private int reads;
    private Optional<Page> head = Optional.empty();
    private int written;

    private Composer composer = newComposer();

    private Composer newComposer() {
        return new Composer(
                new PageIndex(address -> {
                    reads++;
                    return Page.decode(cas.get(address));
                }),
                MAX_HEAD,
                MAX_EMBED);
    }

    private Composition append(Mode mode, int count) {
        return append(mode, count, 40);
    }

    private Composition append(Mode mode, int count, int length) {
        List<MvdsMessage> messages = IntStream.range(written, written + count)
                .mapToObj(n -> Messages.ofLength(n + 1, length))
                .toList();
        Composition composed = composer.compose(head, mode, messages);
        composed.prefix()
                .ifPresent(prefix -> assertThat(prefix.concat(head.orElseThrow().bytes()))
                        .isEqualTo(composed.head().bytes()));
        cas.putAll(composed.uploads());
        head = Optional.of(composed.head());
        written += count;
        return composed;
    }

    private List<Page> pages() {
        List<Page> pages = new ArrayList<>(List.of(head.orElseThrow()));
        while (pages.get(pages.size() - 1).tail().isPresent()) {
            pages.add(Page.decode(cas.get(pages.get(pages.size() - 1).tail().get())));
        }
        return pages;
    }

    /** The whole log is there, oldest first, and every message verifies. */
    private void assertLogIsWhole() {
        List<Pair> pairs = pages().stream().flatMap(p -> p.pairs().stream()).toList();
        assertThat(pairs).extracting(Pair::sequence).containsExactlyElementsOf(descending(written));
        for (Pair pair : pairs) {
            ByteString bytes =
                    pair.data().orElseGet(() -> cas.get(pair.address().orElseThrow()));
            assertThat(pair.message(bytes).timestamp()).isEqualTo(1_700_000_000L + pair.sequence());
        }
    }

    private static List<Long> descending(int newest) {
        return IntStream.range(0, newest).mapToObj(i -> (long) newest - i).toList();
    }

    @Test
    void theFirstAppendMakesPageOneWithoutTail() {
        Composition composed = append(Mode.page(), 3);
        assertThat(composed.head().number()).isEqualTo(1);
        assertThat(composed.head().tail()).isEmpty();
        assertThat(composed.prefix()).isEmpty();
        assertThat(composed.uploads()).hasSize(3);
        assertLogIsWhole();
    }

    @Test
    void anAppendThatFitsIsAPrefixOfTheOldHead() {
        append(Mode.page(), 3);
        Composition composed = append(Mode.page(), 2);
        assertThat(composed.prefix()).isPresent();
        assertThat(composed.uploads()).hasSize(2);
        assertThat(composed.head().pairs()).hasSize(5);
    }

    @Test
    void theAppendThatFindsTheHeadFullSealsItAndUploadsIt() {
        append(Mode.page(4), 4);
        Page full = head.orElseThrow();
        Composition composed = append(Mode.page(4), 1);
        assertThat(composed.prefix()).isEmpty();
        assertThat(composed.head().pairs()).hasSize(1);
        Page sealed = Page.decode(composed.uploads().get(composed.head().tail().orElseThrow()));
        assertThat(sealed.pairs()).isEqualTo(full.pairs());
        assertThat(sealed.number()).isEqualTo(1);
    }

    @Test
    void oneAppendMayFillManyPages() {
        append(Mode.page(4), 11);
        assertThat(pages()).extracting(p -> p.pairs().size()).containsExactly(3, 4, 4);
        assertLogIsWhole();
    }

    @Test
    void fullUploadsNothingUntilTheHeadIsTooLong() {
        assertThat(append(Mode.full(), 10).uploads()).isEmpty();
        Composition composed = append(Mode.full(), 200);
        assertThat(composed.uploads()).isNotEmpty();
        assertThat(pages()).allSatisfy(page -> {
            assertThat(page.bytes().size()).isLessThanOrEqualTo(MAX_HEAD);
            assertThat(page.pairs()).allMatch(pair -> pair.data().isPresent());
        });
        assertLogIsWhole();
    }

    @Test
    void whatIsTooLongToEmbedIsAnAddressInEveryMode() {
        for (Mode mode : List.of(Mode.full(), Mode.mixed())) {
            append(mode, 1, MAX_EMBED + 1);
            Pair pair = head.orElseThrow().pairs().get(0);
            assertThat(pair.data()).isEmpty();
            assertThat(cas).containsKey(pair.address().orElseThrow());
        }
    }

    @Test
    void linkedHasAPageForEachMessage() {
        append(Mode.linked(), 5);
        append(Mode.linked(), 1);
        assertThat(pages()).hasSize(6).allMatch(page -> page.pairs().size() == 1);
        assertThat(head.orElseThrow().skips()).isEmpty();
        assertLogIsWhole();
    }

    @Test
    void mixedEmbedsAtLeastTheNewestAndAtMostTwiceAsMany() {
        for (int i = 0; i < 40; i++) {
            append(Mode.mixed(64, 4), 1);
            List<Pair> pairs = head.orElseThrow().pairs();
            long embedded = pairs.stream().filter(p -> p.data().isPresent()).count();
            assertThat(embedded).isBetween((long) Math.min(4, pairs.size()), 8L);
            assertThat(pairs.subList(0, (int) embedded)).allMatch(p -> p.data().isPresent());
            assertThat(pairs).allMatch(p -> p.address().isPresent());
        }
        assertLogIsWhole();
    }

    @Test
    void mixedByBytesEmbedsAsManyAsFitTheBudget() {
        for (int i = 0; i < 40; i++) {
            append(Mode.mixedBytes(64, 1000), 1);
            int bytes = head.orElseThrow().pairs().stream()
                    .mapToInt(p -> p.data().map(ByteString::size).orElse(0))
                    .sum();
            assertThat(bytes).isLessThanOrEqualTo(2000);
        }
        assertThat(head.orElseThrow().pairs().get(5).data()).isPresent();
        assertLogIsWhole();
    }

    @Test
    void aSealedPageOfMixedModeLeavesOutWhatTheCasHas() {
        append(Mode.mixed(4, 4), 5);
        assertThat(pages().get(1).pairs()).allMatch(p -> p.data().isEmpty());
        assertLogIsWhole();
    }

    @Test
    void pagesOfDifferentModesFollowEachOther() {
        append(Mode.full(), 5);
        append(Mode.linked(), 3);
        append(Mode.page(4), 9);
        append(Mode.mixed(4, 2), 5);
        append(Mode.full(), 300);
        assertLogIsWhole();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16})
    void everyPageListsWhatTheSkipRuleSays(int pageSize) {
        while (head.isEmpty() || head.get().number() < 300) {
            append(Mode.page(pageSize), pageSize * 7 + 1);
        }
        Map<Long, Skip> byNumber = new HashMap<>();
        List<Page> pages = pages();
        pages.stream().skip(1).forEach(p -> byNumber.put(p.number(), new Skip(Address.of(p.bytes()), p.newest())));
        for (Page page : pages.subList(1, pages.size())) {
            assertThat(page.skips())
                    .isEqualTo(SkipRule.listedBySealed(page.number()).stream()
                            .map(byNumber::get)
                            .toList());
        }
        Page newest = pages.get(0);
        assertThat(newest.skips())
                .isEqualTo(SkipRule.listedByHead(newest.number(), pageSize).stream()
                        .map(byNumber::get)
                        .toList());
        assertThat(reads).isZero();
    }

    @Test
    void aWriterThatStartsAgainListsTheSamePages() {
        Random random = new Random(7);
        for (int i = 0; i < 120; i++) {
            Optional<Page> before = head;
            int count = 1 + random.nextInt(50);
            append(Mode.page(16), count);
            Page continued = head.orElseThrow();
            composer = newComposer();
            head = before;
            written -= count;
            append(Mode.page(16), count);
            assertThat(head.orElseThrow().bytes()).isEqualTo(continued.bytes());
        }
        assertLogIsWhole();
        assertThat(reads)
                .as("pages read to find the skips of %s pages", pages().size())
                .isLessThan(60);
    }

    @Test
    void pagesThatWereNeverPublishedAreNotListed() {
        append(Mode.page(16), 16);
        Composer loser = composer;
        Optional<Page> before = head;
        append(Mode.page(16), 40);
        composer = newComposer(); // Another writer comes in between.
        head = before;
        written += 1000;
        append(Mode.page(16), 40);
        composer = loser;
        append(Mode.page(16), 16 * 20);
        Map<Long, Address> byNumber = new HashMap<>();
        pages().forEach(page -> byNumber.put(page.newest(), Address.of(page.bytes())));
        assertThat(pages())
                .allSatisfy(page -> assertThat(page.skips())
                        .allSatisfy(skip -> assertThat(skip.page()).isEqualTo(byNumber.get(skip.sequence()))));
    }

    @Test
    void aHeadIsNeverEmptyNorLongerThanItsBound() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        List<Mode> modes =
                List.of(Mode.full(), Mode.page(), Mode.linked(), Mode.mixed(), Mode.mixedBytes(16, 500), Mode.page(16));
        for (int i = 0; i < 100; i++) {
            append(modes.get(random.nextInt(modes.size())), 1 + random.nextInt(20), random.nextInt(MAX_EMBED));
            assertThat(head.orElseThrow().bytes().size()).as("seed %s", seed).isLessThanOrEqualTo(MAX_HEAD + MAX_EMBED);
        }
        // A sealed page lists other skips than the head that it was: up to 16 a level, of less than 50 bytes.
        assertThat(pages())
                .as("seed %s", seed)
                .allMatch(p -> p.bytes().size() - 50 * p.skips().size() <= MAX_HEAD);
        assertLogIsWhole();
    }

    @Test
    void aLogWithoutSequencesIsNotAppendedTo() {
        MvdsMessage message = Messages.numbered(1);
        Page old = Page.decode(RemoteLog.newBuilder()
                .addPair(RemoteLog.Pair.newBuilder()
                        .setLocalHash(message.id().hash())
                        .setRemoteHash(message.address().bytes()))
                .build()
                .toByteString());
        assertThatThrownBy(() -> composer.compose(Optional.of(old), Mode.page(), List.of(Messages.numbered(2))))
                .isInstanceOfSatisfying(
                        RemoteLogException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED_PAGE));
    }
}
