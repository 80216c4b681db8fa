package org.remotelog.client;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.remotelog.format.Address;
import org.remotelog.format.Page;
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
        Optional<Head> mine = home.newest();
        HeadSource.Answer answer = heads.ask(mine.map(Head::record), mine.map(Head::content));
        if (answer instanceof HeadSource.Answer.Unchanged) {
            current = mine.map(head -> new Head(head.record(), head.page(), true));
        } else if (answer instanceof HeadSource.Answer.Changed changed) {
            current = Optional.of(heads.complete(changed));
        } else {
            current = Optional.empty();
        }
        mine.filter(head -> isAhead()).ifPresent(this::sendAgain);
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
     * Whether this writer signed records that come after the current head: an answer was lost, the NS
     * was set back, or it refused what was signed. Whatever comes next chains on those, for no two
     * records are ever signed for one place.
     */
    private boolean isAhead() {
        List<SignedRecord> signed = home.signed();
        return !signed.isEmpty()
                && (current.isEmpty() || isOlderThanMine(current.get().record()));
    }

    /** Whether a record is one that this writer signed others after. */
    private boolean isOlderThanMine(SignedRecord theirs) {
        return home.signed().stream().anyMatch(record -> record.names(theirs));
    }

    private void sendAgain(Head mine) {
        Head head = mine.record().isExpiredAt(clock.instant()) ? sign(mine.page()) : mine;
        try {
            if (!send(head, false, ByteString.EMPTY)) {
                throw new RemoteLogException(
                        Reason.HEAD_MOVED, "the name moves while this writer catches up: try again");
            }
        } catch (RemoteLogException e) {
            if (e.reason().code() != Status.Code.INVALID_ARGUMENT) {
                throw e;
            }
            // Refused for good: its content is given up, the record stays an ancestor of what is signed next.
        }
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
        boolean canPrepend = prefix.isPresent() && current.filter(Head::atNs).isPresent() && !isAhead();
        Head head = sign(page);
        boolean taken = send(head, canPrepend, prefix.orElse(ByteString.EMPTY));
        return taken ? Optional.of(head.record()) : Optional.empty();
    }

    private Head sign(Page page) {
        Address address = Address.of(page.bytes());
        Instant validity = clock.instant().plus(lifetime);
        SignedRecord record = before().map(newest -> newest.next(key, address, validity, SignedRecord.DEFAULT_TTL))
                .orElseGet(() -> SignedRecord.first(key, address, validity, SignedRecord.DEFAULT_TTL));
        Head head = new Head(record, page, true);
        home.save(head);
        return head;
    }

    /** The record that the next one chains on. */
    private Optional<SignedRecord> before() {
        List<SignedRecord> signed = home.signed();
        return isAhead() ? Optional.of(signed.get(signed.size() - 1)) : current.map(Head::record);
    }

    /**
     * Sends a signed head, until it is known what became of it.
     *
     * @param prepend whether to send only what goes in front of what the NS has
     * @return whether the NS took it; if not, the current head is another one now
     */
    private boolean send(Head head, boolean prepend, ByteString prefix) {
        settled = false;
        NameUpdate update = prepend ? prepended(head, prefix) : whole(head);
        for (int i = 0; i < MAX_TRIES; i++) {
            NsClient.Outcome outcome = services.ns().update(update);
            if (outcome instanceof NsClient.Outcome.Accepted accepted) {
                adopt(head, accepted.response());
                settled = true;
                return true;
            }
            if (outcome instanceof NsClient.Outcome.Moved moved) {
                HeadSource.Answer.Changed theirs = whereTo(moved);
                current = Optional.of(heads.complete(theirs));
                if (!isOlderThanMine(theirs.record())) {
                    settled = true;
                    return false;
                }
            }
            update = whole(head);
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

    /** The whole content, and what this writer signed between the current head and this one. */
    private NameUpdate whole(Head head) {
        NameUpdate.Builder update = update(head).setContent(head.content());
        if (current.isPresent()) {
            home.signed().stream()
                    .filter(record -> record.sequence() > current.get().record().sequence())
                    .filter(record -> record.sequence() < head.record().sequence())
                    .forEach(record -> update.addAncestor(record.envelope()));
        }
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
        current = Optional.of(head);
        boolean isMine = response.getData().equals(head.record().id().hash());
        if (!isMine && response.getSequence() <= head.record().sequence()) {
            throw new ServiceException(
                    "the NS took record " + head.record().id() + " and says that another one is the head");
        }
        if (!isMine && heads.ask(Optional.empty(), Optional.empty()) instanceof HeadSource.Answer.Changed changed) {
            current = Optional.of(heads.complete(changed)); // A retry: another device went on from there.
        }
    }

    void close() {
        home.close();
    }
}
