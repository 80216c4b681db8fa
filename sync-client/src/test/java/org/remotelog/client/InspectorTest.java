package org.remotelog.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.remotelog.format.Address;
import org.remotelog.format.Page;
import org.remotelog.format.Pair;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;

class InspectorTest extends LogTestBase {
    @Test
    void allPagesComeNewestFirstManyInARound() {
        alice(Mode.linked()).append(Messages.bodies(1, 100));
        Inspector inspector = new Inspector(services);
        Head head = inspector.head(key.name());
        WireUsage before = services.usage();
        List<Long> numbers = new ArrayList<>();
        inspector.older(head.page()).forEachRemaining(stored -> {
            assertThat(stored.address()).isEqualTo(Address.of(stored.page().bytes()));
            assertThat(inspector.page(stored.address()).bytes())
                    .isEqualTo(stored.page().bytes());
            numbers.add(stored.page().number());
        });
        assertThat(head.page().number()).isEqualTo(100);
        assertThat(numbers).hasSize(99).first().isEqualTo(99L);
        assertThat(numbers).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        long roundsOfTheCheckAbove = 99;
        assertThat(services.usage().since(before).rounds() - roundsOfTheCheckAbove)
                .isLessThan(20);
    }

    @Test
    void aPageThatIsNotThereIsSaidWhenItsTurnComes() {
        Address nowhere = Address.of(ByteString.copyFromUtf8("nowhere"));
        Page head = Page.of(List.of(Pair.embedded(Messages.numbered(2), 2)), Optional.of(nowhere), List.of(), 2);
        publishFirst(head);
        Inspector inspector = new Inspector(services);
        Iterator<Inspector.StoredPage> older =
                inspector.older(inspector.head(key.name()).page());
        assertThat(older).hasNext();
        assertRefused(older::next, Reason.CONTENT_UNKNOWN);
    }

    @Test
    void aPageOfAnotherLogIsNotTakenForTheOneBefore() {
        Page other = Page.of(
                List.of(Pair.embedded(Messages.numbered(2), 2), Pair.embedded(Messages.numbered(1), 1)),
                Optional.empty(),
                List.of(),
                1);
        Page head = Page.of(
                List.of(Pair.embedded(Messages.numbered(2), 2)), Optional.of(store(other.bytes())), List.of(), 2);
        publishFirst(head);
        Inspector inspector = new Inspector(services);
        assertRefused(inspector.older(inspector.head(key.name()).page())::next, Reason.MALFORMED_PAGE);
    }

    @Test
    void aNameThatIsUnknownIsRefused() {
        assertRefused(() -> new Inspector(services).head(key.name()), Reason.NAME_UNKNOWN);
    }

    private static void assertRefused(Runnable call, Reason reason) {
        assertThatThrownBy(call::run)
                .asInstanceOf(InstanceOfAssertFactories.type(RemoteLogException.class))
                .extracting(RemoteLogException::reason)
                .isEqualTo(reason);
    }
}
