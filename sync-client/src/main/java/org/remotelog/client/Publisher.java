package org.remotelog.client;

import com.google.protobuf.ByteString;
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
     * Finds the head to go on from: what the NS has, or what this writer signed and the NS does not have (yet, or any
     * more), which is sent again. A record past half of its life is renewed.
     */
    void resume() {
        Optional<Head> mine = home.newest();
        HeadSource.Answer answer = heads.ask(mine.map(Head::record), mine.map(Head::content));
        if (answer instanceof HeadSource.Answer.Changed changed) {
            if (isOlderThanMine(changed.record())) {
                sendAgain(requireContent(mine), Optional.of(changed.record()));
            } else {
                current = Optional.of(heads.complete(changed));
            }
        } else if (answer instanceof HeadSource.Answer.Unchanged) {
            current = mine.map(head -> new Head(head.record(), head.page(), true));
        } else if (mine.isPresent()) {
            sendAgain(mine.get(), Optional.empty());
        }
        renewIfDue();
    }

    private static Head requireContent(Optional<Head> mine) {
        return mine.orElseThrow(() -> new IllegalStateException(
                "the NS was set back to an older head, and this home does not hold the content of the newest"));
    }

    /** Whether a record is one that this writer signed others after. */
    private boolean isOlderThanMine(SignedRecord theirs) {
        List<SignedRecord> signed = home.signed();
        return signed.stream().limit(Math.max(0, signed.size() - 1)).anyMatch(r -> r.id().equals(theirs.id()));
    }

    private void sendAgain(Head mine, Optional<SignedRecord> theirs) {
        current = Optional.of(mine);
        Head head = mine;
        if (mine.record().isExpiredAt(clock.instant())) { // It becomes an ancestor of one that is not.
            head = sign(mine.page());
        }
        if (!send(head, whole(head).toBuilder(), theirs)) {
            throw new RemoteLogException(Reason.HEAD_MOVED, "the name moves while this writer opens: try again");
        }
    }

    private void renewIfDue() {
        if (current.isEmpty()) {
            return;
        }
        Head head = current.get();
        if (clock.instant().isBefore(head.record().validity().minus(lifetime.dividedBy(2)))) {
            return;
        }
        Head renewed = sign(head.page());
        NameUpdate update = NameUpdate.newBuilder()
                .setName(name())
                .setRecord(renewed.record().envelope())
                .build();
        send(renewed, head.atNs() ? update.toBuilder() : whole(renewed).toBuilder(), Optional.empty());
    }

    /**
     * Publishes a head on top of the current one. What it refers to is in the CAS.
     *
     * @param prefix when the head is the current one with these bytes in front
     * @return its record; empty when another head was published meanwhile, which is the current one now
     */
    Optional<SignedRecord> publish(Page page, Optional<ByteString> prefix) {
        boolean canPrepend = prefix.isPresent() && current.filter(Head::atNs).isPresent();
        Head head = sign(page);
        NameUpdate update = whole(head);
        NameUpdate.Builder first =
                canPrepend ? update.toBuilder().setContent(prefix.get()).setPrepend(true) : update.toBuilder();
        return send(head, first, Optional.empty()) ? Optional.of(head.record()) : Optional.empty();
    }

    private Head sign(Page page) {
        Address address = Address.of(page.bytes());
        Instant validity = clock.instant().plus(lifetime);
        SignedRecord record = current.map(head -> head.record().next(key, address, validity, SignedRecord.DEFAULT_TTL))
                .orElseGet(() -> SignedRecord.first(key, address, validity, SignedRecord.DEFAULT_TTL));
        Head head = new Head(record, page, true);
        home.save(head);
        return head;
    }

    private String name() {
        return key.name().toString();
    }

    private NameUpdate whole(Head head) {
        return NameUpdate.newBuilder()
                .setName(name())
                .setRecord(head.record().envelope())
                .setContent(head.content())
                .build();
    }

    /**
     * @param behind the head that the NS is known to have, when records are to be brought between
     * @return whether the NS took it; if not, the current head is another one now
     */
    private boolean send(Head head, NameUpdate.Builder update, Optional<SignedRecord> behind) {
        NameUpdate.Builder next =
                behind.map(theirs -> withAncestors(head, theirs)).orElse(update);
        for (int i = 0; i < MAX_TRIES; i++) {
            NsClient.Outcome outcome = services.ns().update(next.build());
            if (outcome instanceof NsClient.Outcome.Accepted accepted) {
                adopt(head, accepted.response());
                return true;
            }
            if (outcome instanceof NsClient.Outcome.ContentAbsent) {
                next = whole(head).toBuilder();
                continue;
            }
            HeadSource.Answer.Changed theirs = moved((NsClient.Outcome.Moved) outcome);
            if (!isOlderThanMine(theirs.record())) {
                current = Optional.of(heads.complete(theirs));
                return false;
            }
            next = withAncestors(head, theirs.record());
        }
        throw new RemoteLogException(Reason.HEAD_MOVED, "the NS did not take the head in " + MAX_TRIES + " tries");
    }

    private HeadSource.Answer.Changed moved(NsClient.Outcome.Moved outcome) {
        Optional<Content> told =
                outcome.head().filter(content -> !content.getRecord().isEmpty());
        if (told.isPresent() && !told.get().getData().isEmpty()) {
            return heads.verify(told.get(), Optional.empty());
        }
        if (heads.ask(Optional.empty(), Optional.empty()) instanceof HeadSource.Answer.Changed changed) {
            return changed;
        }
        throw new ServiceException("the NS says that the head moved, and that it does not know the name");
    }

    /** The NS is behind: it gets the records between, so that the chain holds. */
    private NameUpdate.Builder withAncestors(Head head, SignedRecord theirs) {
        NameUpdate.Builder update = whole(head).toBuilder();
        home.signed().stream()
                .filter(r -> r.sequence() > theirs.sequence()
                        && r.sequence() < head.record().sequence())
                .forEach(r -> update.addAncestor(r.envelope()));
        return update;
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
