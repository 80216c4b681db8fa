package org.remotelog.client;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.remotelog.format.Address;
import org.remotelog.format.Page;
import org.remotelog.format.Pair;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.SignedRecord;
import org.remotelog.format.SigningKey;
import org.remotelog.proto.ns.Content;
import org.remotelog.proto.ns.NameUpdate;
import org.remotelog.proto.ns.Response;

/**
 * Moves Alice's name: signs each head once, saves it before it is sent, and never signs two records for one place. Not
 * safe for use by many threads.
 */
final class Publisher {
    /** How often another writer, or an NS that forgets, may come in between before it is given up. */
    private static final int MAX_TRIES = 8;

    private final Services services;
    private final SigningKey key;
    private final HeadSource heads;
    private final WriterHome home;
    private final InstantSource clock;
    private final Duration lifetime;
    private Optional<Head> current = Optional.empty();
    private boolean settled;

    Publisher(
            Services services,
            SigningKey key,
            HeadSource heads,
            WriterHome home,
            InstantSource clock,
            Duration lifetime) {
        this.services = services;
        this.key = key;
        this.heads = heads;
        this.home = home;
        this.clock = clock;
        this.lifetime = lifetime;
    }

    /** The head that the next one follows. */
    Optional<Head> current() {
        return current;
    }

    /**
     * Finds the head to go on from: what the NS has, or what this writer signed and the NS does not
     * have (yet, or any more), which is sent again. A record past half of its life is renewed.
     */
    void resume() {
        Optional<Head> mine = home.head();
        HeadSource.Answer answer = heads.ask(mine.map(Head::record), mine.map(Head::content));
        if (answer instanceof HeadSource.Answer.Changed changed) {
            if (mine.isPresent() && continues(mine.get(), changed)) {
                sendAgain(mine.get(), Optional.of(changed.record()));
            } else {
                current = Optional.of(heads.complete(changed));
            }
        } else {
            current = mine;
            if (answer instanceof HeadSource.Answer.Unknown) {
                mine.ifPresent(head -> sendAgain(head, Optional.empty()));
            }
        }
        renewIfDue();
        settled = true;
    }

    /** Makes sure that the outcome of everything that was sent is known. */
    void settle() {
        if (!settled) {
            resume();
        }
    }

    /**
     * Whether a head has all that the NS has and more: an answer was lost, or the NS was set back. The chain of records tells,
     * or, where it does not reach so far back, the newest message at the NS, which the head must have in its place.
     */
    private boolean continues(Head mine, HeadSource.Answer.Changed theirs) {
        if (theirs.record().sequence() >= mine.record().sequence()) {
            return false;
        }
        return home.chain().stream().anyMatch(record -> record.names(theirs.record()))
                || has(mine.page(), heads.complete(theirs).page().pairs().get(0));
    }

    private boolean has(Page page, Pair wanted) {
        Iterator<Pair> pairs = new PairsBackward(page, heads);
        while (pairs.hasNext()) {
            Pair pair = pairs.next();
            if (pair.sequence() <= wanted.sequence()) {
                return pair.sequence() == wanted.sequence() && pair.id().equals(wanted.id());
            }
        }
        return false;
    }

    /** If another writer comes in between, its head is the one to go on from. */
    private void sendAgain(Head mine, Optional<SignedRecord> stored) {
        Head head = mine.record().isExpiredAt(clock.instant()) ? sign(mine.page()) : mine;
        send(head, whole(head, stored));
    }

    /** Signs a record with the same content and a later validity, when the current one is past half of its life. */
    void renewIfDue() {
        if (current.isEmpty()) {
            return;
        }
        Head head = current.get();
        if (clock.instant().isBefore(head.record().validity().minus(lifetime.dividedBy(2)))) {
            return;
        }
        publish(head.page(), head.atNs() ? Optional.of(ByteString.EMPTY) : Optional.empty());
    }

    /**
     * Publishes a head on top of the current one. What it refers to is in the CAS.
     *
     * @param prefix when the head is the current one with these bytes in front
     * @return its record; empty when another head was published meanwhile, which is the current one
     *     now
     */
    Optional<SignedRecord> publish(Page page, Optional<ByteString> prefix) {
        Head head = sign(page);
        boolean canPrepend = prefix.isPresent()
                && current.filter(Head::atNs)
                        .filter(stored -> head.record().names(stored.record()))
                        .isPresent();
        NameUpdate update = canPrepend ? prepended(head, prefix.get()) : whole(head, current.map(Head::record));
        try {
            return send(head, update) ? Optional.of(head.record()) : Optional.empty();
        } catch (RefusedException e) {
            if (e.reason().code() == Status.Code.INVALID_ARGUMENT) { // For good: else it would be sent again for ever.
                home.giveUpNewest(current);
            }
            throw e;
        }
    }

    private Head sign(Page page) {
        Address address = Address.of(page.bytes());
        Instant validity = clock.instant().plus(lifetime);
        Optional<SignedRecord> before = before();
        SignedRecord record = before.map(newest -> newest.next(key, address, validity, SignedRecord.DEFAULT_TTL))
                .orElseGet(() -> SignedRecord.first(key, address, validity, SignedRecord.DEFAULT_TTL));
        Head head = new Head(record, page, true);
        home.save(before, head);
        return head;
    }

    /**
     * The record that the next one chains on: the newer of the current head's and the newest that this writer signed. So it
     * never signs a Sequence twice, nor two successors of one record, whatever the NS says that the head is.
     */
    private Optional<SignedRecord> before() {
        Optional<SignedRecord> stored = current.map(Head::record);
        return home.newest()
                .filter(mine ->
                        stored.isEmpty() || mine.sequence() > stored.get().sequence())
                .or(() -> stored);
    }

    /**
     * Sends a signed head, until it is known what became of it.
     *
     * @return whether the NS took it; if not, the current head is another one now
     */
    private boolean send(Head head, NameUpdate first) {
        settled = false;
        NameUpdate update = first;
        for (int i = 0; i < MAX_TRIES; i++) {
            NsClient.Outcome outcome = services.ns().update(update);
            if (outcome instanceof NsClient.Outcome.Accepted accepted) {
                adopt(head, accepted.response());
                settled = true;
                return true;
            }
            Optional<SignedRecord> stored = current.map(Head::record);
            if (outcome instanceof NsClient.Outcome.Moved moved) {
                HeadSource.Answer.Changed theirs = whereTo(moved);
                if (!continues(head, theirs)) {
                    current = Optional.of(heads.complete(theirs));
                    settled = true;
                    return false;
                }
                stored = Optional.of(theirs.record());
            }
            update = whole(head, stored);
        }
        throw new RemoteLogException(Reason.HEAD_MOVED, "the NS did not take the head in " + MAX_TRIES + " tries");
    }

    private NameUpdate.Builder update(Head head) {
        return NameUpdate.newBuilder()
                .setName(key.name().toString())
                .setRecord(head.record().envelope());
    }

    /** The bytes that go in front; none at all renew the record of what is there. */
    private NameUpdate prepended(Head head, ByteString prefix) {
        NameUpdate.Builder update = update(head);
        return prefix.isEmpty()
                ? update.build()
                : update.setContent(prefix).setPrepend(true).build();
    }

    /**
     * The whole content, and the records of the chain between what the NS has and this head; where they do not lead back to
     * what it has, that is to be replaced.
     */
    private NameUpdate whole(Head head, Optional<SignedRecord> stored) {
        NameUpdate.Builder update = update(head).setContent(head.content());
        stored.ifPresent(at -> {
            List<SignedRecord> above = home.chain().stream()
                    .filter(record -> record.sequence() > at.sequence())
                    .filter(record -> record.sequence() <= head.record().sequence())
                    .toList();
            above.stream()
                    .filter(record -> !record.id().equals(head.record().id()))
                    .forEach(record -> update.addAncestor(record.envelope()));
            if (above.stream().noneMatch(record -> record.names(at))) {
                update.setReplaces(at.id().hash());
            }
        });
        return update.build();
    }

    private HeadSource.Answer.Changed whereTo(NsClient.Outcome.Moved moved) {
        Optional<Content> told =
                moved.head().filter(content -> !content.getRecord().isEmpty());
        if (told.isPresent() && !told.get().getData().isEmpty()) {
            return heads.verify(told.get(), Optional.empty());
        }
        if (heads.ask(Optional.empty(), Optional.empty()) instanceof HeadSource.Answer.Changed changed) {
            return changed;
        }
        throw new ServiceException("the NS says that the head moved, and that it does not know the name");
    }

    private void adopt(Head head, Response response) {
        boolean isMine = response.getData().equals(head.record().id().hash());
        if (!isMine && response.getSequence() <= head.record().sequence()) {
            throw new ServiceException(
                    "the NS took record " + head.record().id() + " and says that another one is the head");
        }
        current = Optional.of(head);
        if (!isMine
                && heads.ask(Optional.empty(), Optional.empty()) instanceof HeadSource.Answer.Changed changed
                && changed.record().sequence() > head.record().sequence()) {
            current = Optional.of(heads.complete(changed)); // A retry: another device went on from there.
        }
    }

    void close() {
        home.close();
    }
}
