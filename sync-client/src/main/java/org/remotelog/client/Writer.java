package org.remotelog.client;

import com.google.protobuf.ByteString;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.remotelog.format.Address;
import org.remotelog.format.MessageId;
import org.remotelog.format.MvdsMessage;
import org.remotelog.format.Name;
import org.remotelog.format.Page;
import org.remotelog.format.Pair;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.SignedRecord;

/**
 * Alice: appends messages to the log of her name.
 *
 * <p>May be used by many threads; appends happen one after the other. An append returns when the NS names a page that has
 * the messages, so whoever reads from then on gets them. When it throws, the messages may or may not have been published:
 * after a fault a message that is appended again can be in the log twice, with different timestamps.
 */
public final class Writer implements AutoCloseable {
    /** How often another writer of the same key may come in between before an append is given up. */
    private static final int MAX_REBASES = 16;

    private final Services services;
    private final ByteString group;
    private final Mode mode;
    private final MessageLimit limit;
    private final Name name;
    private final HeadSource heads;
    private final Publisher publisher;
    private final Composer composer;
    private final Timestamps timestamps;

    Writer(WriterBuilder options) {
        this.services = options.services();
        this.name = options.key().name();
        this.group = options.group();
        this.mode = options.mode();
        this.limit = options.limit();
        this.heads = new HeadSource(services, name);
        WriterHome home = new WriterHome(options.home(), name);
        try {
            this.publisher = new Publisher(services, options.key(), heads, home, options.clock(), options.lifetime());
            this.composer = new Composer(new PageIndex(this::page), options.maxHeadBytes(), options.maxEmbedBytes());
            publisher.resume();
            this.timestamps = new Timestamps(options.clock(), pairsBackward(), this::message);
        } catch (RuntimeException | Error e) {
            home.close();
            throw e;
        }
    }

    /** The name that readers know. */
    public Name name() {
        return name;
    }

    /** The sequence of the newest message of the log; 0 when it is empty. */
    public synchronized long newest() {
        return publisher.current().map(head -> head.page().newest()).orElse(0L);
    }

    /**
     * Appends one message.
     *
     * @param body the application's bytes; visible to both services unless the application encrypts them
     * @throws RemoteLogException if a service refuses
     * @throws ServiceException if a service cannot be reached
     */
    public Receipt append(ByteString body) {
        return append(List.of(body)).get(0);
    }

    /**
     * Appends messages with one update of the name, in the writer's mode.
     *
     * @param bodies oldest first
     * @return a receipt each, in the same order
     * @throws RemoteLogException if a service refuses
     * @throws ServiceException if a service cannot be reached
     */
    public List<Receipt> append(List<ByteString> bodies) {
        return append(mode, bodies);
    }

    /** Appends messages with one update of the name, in a mode of their own. */
    public synchronized List<Receipt> append(Mode mode, List<ByteString> bodies) {
        return publish(
                mode, bodies.stream().map(body -> timestamps.stamp(group, body)).toList());
    }

    /**
     * Appends messages that an MVDS node made, byte for byte.
     *
     * @param messages oldest first
     * @throws RemoteLogException MALFORMED_MESSAGE if one is ephemeral: those are never written to a log
     */
    public synchronized List<Receipt> appendMessages(Mode mode, List<MvdsMessage> messages) {
        for (MvdsMessage message : messages) {
            if (message.metadata().getEphemeral()) {
                throw new RemoteLogException(
                        Reason.MALFORMED_MESSAGE,
                        "message " + message.id() + " is ephemeral: it does not go into a log");
            }
        }
        messages.forEach(timestamps::take);
        return publish(mode, messages);
    }

    /**
     * Renews the record when it is past half of its life. Opening and appending do that by themselves: this
     * is for a writer that stays open for months and has nothing to say.
     *
     * @throws RemoteLogException if a service refuses
     * @throws ServiceException if a service cannot be reached
     */
    public synchronized void renewIfDue() {
        publisher.settle();
        publisher.renewIfDue();
    }

    private List<Receipt> publish(Mode mode, List<MvdsMessage> messages) {
        messages.forEach(this::checkLength);
        Map<MessageId, Receipt> receipts = new HashMap<>();
        long before = newest();
        publisher.settle();
        List<MvdsMessage> pending = withoutPublished(withoutRepeats(messages), before, receipts);
        for (int i = 0; i <= MAX_REBASES && !pending.isEmpty(); i++) {
            long newest = newest();
            Composition composed = composer.compose(publisher.current().map(Head::page), mode, pending);
            services.cas().addAll(composed.uploads());
            Optional<SignedRecord> record = publisher.publish(composed.head(), composed.prefix());
            if (record.isPresent()) {
                for (MvdsMessage message : pending) {
                    receipts.put(message.id(), receipt(message, ++newest, record.get()));
                }
                return messages.stream()
                        .map(message -> receipts.get(message.id()))
                        .toList();
            }
            pending = withoutPublished(pending, newest, receipts);
        }
        if (!pending.isEmpty()) {
            throw new RemoteLogException(
                    Reason.HEAD_MOVED, "another writer of " + name + " came in between " + MAX_REBASES + " times");
        }
        return messages.stream().map(message -> receipts.get(message.id())).toList();
    }

    private void checkLength(MvdsMessage message) {
        if (!limit.admits(message.bytes())) {
            throw new RemoteLogException(
                    Reason.MALFORMED_MESSAGE,
                    "a message has at most " + limit.bytes() + " bytes, not "
                            + message.bytes().size() + ": cut it into several");
        }
    }

    private static List<MvdsMessage> withoutRepeats(List<MvdsMessage> messages) {
        Set<MessageId> seen = new HashSet<>();
        return messages.stream().filter(message -> seen.add(message.id())).toList();
    }

    /** A head may have been published since, by this writer or another: it may have what this append wants to add. */
    private List<MvdsMessage> withoutPublished(
            List<MvdsMessage> pending, long above, Map<MessageId, Receipt> receipts) {
        Map<MessageId, MvdsMessage> wanted = new HashMap<>();
        pending.forEach(message -> wanted.put(message.id(), message));
        Iterator<Pair> pairs = pairsBackward();
        while (pairs.hasNext()) {
            Pair pair = pairs.next();
            if (pair.sequence() <= above) {
                break;
            }
            MvdsMessage message = wanted.remove(pair.id());
            if (message != null) {
                SignedRecord record = publisher.current().orElseThrow().record();
                receipts.put(message.id(), receipt(message, pair.sequence(), record));
            }
        }
        return pending.stream()
                .filter(message -> wanted.containsKey(message.id()))
                .toList();
    }

    private static Receipt receipt(MvdsMessage message, long sequence, SignedRecord record) {
        return new Receipt(sequence, message.id(), message.address(), record.id());
    }

    private Page page(Address address) {
        return Page.decode(heads.getFromCas(address));
    }

    private Iterator<Pair> pairsBackward() {
        return publisher
                .current()
                .<Iterator<Pair>>map(head -> new PairsBackward(head.page(), heads))
                .orElseGet(Collections::emptyIterator);
    }

    private Optional<MvdsMessage> message(Pair pair) {
        try {
            return Optional.of(
                    pair.data().isPresent()
                            ? pair.message()
                            : pair.message(fromCas(pair.address().orElseThrow())));
        } catch (RemoteLogException e) { // The CAS has lost it, or it never was the right one.
            return Optional.empty();
        }
    }

    private ByteString fromCas(Address address) {
        return HeadSource.require(address, services.cas().get(address, limit));
    }

    /** Lets another writer use the home. */
    @Override
    public synchronized void close() {
        publisher.close();
    }
}
