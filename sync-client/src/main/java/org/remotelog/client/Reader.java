package org.remotelog.client;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.remotelog.format.MessageId;
import org.remotelog.format.Name;
import org.remotelog.format.Page;
import org.remotelog.format.Pair;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.SignedRecord;

/**
 * Bob: reads the log of a name, verifies every byte from the name down, and remembers where he was. He never writes to
 * either service.
 *
 * <p>May be used by many threads; reads happen one after the other.
 */
public final class Reader implements AutoCloseable {
    private final Services services;
    private final Name name;
    private final HeadSource heads;
    private final HeadJudge judge;
    private final ReaderHome home;
    private final InstantSource clock;
    private final MessageLimit limit;

    Reader(ReaderBuilder options) {
        this.services = options.services();
        this.name = options.name();
        this.clock = options.clock();
        this.limit = options.limit();
        this.heads = new HeadSource(services, name);
        this.judge = new HeadJudge(services.ns(), name);
        this.home = new ReaderHome(options.home(), name);
    }

    /** The name that is read. */
    public Name name() {
        return name;
    }

    /** The sequence of the newest message that was delivered; 0 for none. */
    public synchronized long cursor() {
        return home.cursor();
    }

    /** The forks that were found: each two records that prove it to anybody. While there is one, nothing is read. */
    public synchronized List<LogEvent.Fork> forks() {
        return home.forks();
    }

    /**
     * Delivers what is new since the last read, and what was missing then.
     *
     * @throws RemoteLogException if the name is unknown or its head does not verify
     * @throws ServiceException if a service cannot be reached; what was delivered before stays delivered
     */
    public synchronized ReadSummary read(LogListener listener) {
        if (!home.forks().isEmpty()) {
            home.forks().forEach(listener::onEvent);
            return new ReadSummary(0, home.cursor(), false);
        }
        Watched watched = new Watched(listener);
        Optional<Located> head = locate(watched);
        if (head.isEmpty()) {
            return new ReadSummary(0, home.cursor(), false);
        }
        long newest = head.get().newest();
        long late = deliverLate(watched, newest);
        Delivery delivery = new Delivery(services.cas(), limit, watched, this::advance, newest);
        delivery.deliver(head.get().stretches(), home.cursor());
        return new ReadSummary(late + delivery.delivered(), newest, watched.isComplete());
    }

    /**
     * Delivers everything from a sequence on. What {@link #read} remembers stays as it is, but for the proof of a fork. A head
     * that does not continue the one that was seen before is reported, and that one is read instead.
     *
     * @param sequence the first to deliver, from 1
     * @throws RemoteLogException if the name is unknown or its head does not verify
     * @throws ServiceException if a service cannot be reached
     */
    public synchronized ReadSummary readFrom(long sequence, LogListener listener) {
        if (sequence < 1) {
            throw new IllegalArgumentException("sequences start at 1: " + sequence);
        }
        Watched watched = new Watched(listener);
        Head head = headBeside(watched);
        List<Stretch> stretches = stretches(head.page(), sequence);
        if (!hasLast(stretches)) {
            report(judge.broken(home.seen().orElseThrow(), head.record()), watched);
            stretches = stretches(headSeen(watched).page(), sequence);
        }
        Delivery delivery = new Delivery(services.cas(), limit, watched, (position, id, owed) -> {}, newest(stretches));
        delivery.deliver(stretches, sequence - 1);
        return new ReadSummary(delivery.delivered(), newest(stretches), watched.isComplete());
    }

    /**
     * The newest page of the log, with its messages. What {@link #read} remembers stays as it is, but for the proof of a fork.
     * A head that does not continue the one that was seen before is reported in the page's events, and that one is the page.
     *
     * @throws RemoteLogException if the name is unknown or its head does not verify
     * @throws ServiceException if a service cannot be reached
     */
    public synchronized LogPage newestPage() {
        LogPage.Collector collector = new LogPage.Collector();
        Page page = headBeside(new Watched(collector)).page();
        return LogPage.of(services.cas(), heads, limit, page, collector);
    }

    /** The head as the NS has it now, without regard to what was seen before. */
    synchronized Head currentHead() {
        return heads.current();
    }

    /** A head to read from without moving. */
    private Head headBeside(Watched watched) {
        if (!home.forks().isEmpty()) {
            home.forks().forEach(watched::onEvent);
            return headSeen(watched);
        }
        Head head = heads.current();
        Optional<LogEvent> wrong = home.seen().flatMap(seen -> judge.compare(seen, head.record()));
        if (wrong.isPresent()) {
            report(wrong.get(), watched);
            return headSeen(watched);
        }
        reportStale(head.record(), watched);
        return head;
    }

    private Head headSeen(Watched watched) {
        SignedRecord seen = home.seen().orElseThrow();
        reportStale(seen, watched);
        return Head.verify(seen, home.content().orElseGet(() -> heads.getFromCas(Head.addressOf(seen))), false);
    }

    private void report(LogEvent wrong, Watched watched) {
        watched.onEvent(wrong);
        if (wrong instanceof LogEvent.Fork fork) {
            home.addFork(fork);
        }
    }

    /**
     * A head to read from.
     *
     * @param stretches what is between the cursor and the head, oldest first
     */
    private record Located(List<Stretch> stretches) {
        long newest() {
            return Reader.newest(stretches);
        }
    }

    /** Asks for the head, reports what is wrong with it, and finds the way from it down to the cursor. */
    private Optional<Located> locate(Watched watched) {
        HeadSource.Answer answer = heads.ask(home.seen(), home.content());
        try {
            if (answer instanceof HeadSource.Answer.Changed changed) {
                return locate(changed, watched);
            }
            if (answer instanceof HeadSource.Answer.Unknown) {
                SignedRecord seen = home.seen().orElseThrow(heads::unknown);
                watched.onEvent(new LogEvent.Rollback(seen, Optional.empty()));
            }
            return locateSeen(watched);
        } catch (ContentUnavailableException e) {
            watched.onEvent(
                    e.reason() == Reason.CONTENT_CORRUPT
                            ? new LogEvent.Corrupt(Optional.of(e.address()), 0, String.valueOf(e.getMessage()))
                            : new LogEvent.Missing(e.address(), 0));
            return Optional.empty();
        }
    }

    private Optional<Located> locate(HeadSource.Answer.Changed changed, Watched watched) {
        Optional<LogEvent> wrong = home.seen().flatMap(seen -> judge.compare(seen, changed.record()));
        if (wrong.isPresent()) {
            return refuse(wrong.get(), watched);
        }
        Head head = heads.complete(changed);
        // Without sequences, an older page may have been put in below: only the count tells.
        boolean continues = changed.extendsHeld() && head.page().isSequenced() && home.cursor() > 0;
        List<Stretch> stretches = stretches(head.page(), continues ? home.cursor() + 1 : Math.max(1, home.cursor()));
        if (!continues && !hasLast(stretches)) {
            return refuse(judge.broken(home.seen().orElseThrow(), head.record()), watched);
        }
        home.accept(head);
        reportStale(head.record(), watched);
        return Optional.of(new Located(stretches));
    }

    private Optional<Located> refuse(LogEvent wrong, Watched watched) {
        report(wrong, watched);
        return wrong instanceof LogEvent.Rollback ? locateSeen(watched) : Optional.empty();
    }

    /** The head that was seen before: there may be more to deliver from it. */
    private Optional<Located> locateSeen(Watched watched) {
        if (home.seen().isEmpty() || home.content().isEmpty()) {
            return Optional.empty();
        }
        reportStale(home.seen().get(), watched);
        Page page = Page.decode(home.content().get());
        return Optional.of(new Located(stretches(page, home.cursor() + 1)));
    }

    private void reportStale(SignedRecord record, Watched watched) {
        if (record.isExpiredAt(clock.instant())) {
            watched.onEvent(new LogEvent.Stale(record));
        }
    }

    private List<Stretch> stretches(Page head, long floor) {
        return head.isSequenced()
                ? PageWalk.walk(services.cas(), head, floor)
                : List.of(CountingWalk.walk(heads, head));
    }

    private static long newest(List<Stretch> stretches) {
        Stretch.Known head = (Stretch.Known) stretches.get(stretches.size() - 1);
        return head.pairs().get(head.pairs().size() - 1).sequence();
    }

    /** Whether the message at the cursor is the one that was delivered, as far as the pages that can be had tell. */
    private boolean hasLast(List<Stretch> stretches) {
        if (home.last().isEmpty()) {
            return true;
        }
        if (newest(stretches) < home.cursor()) {
            return false;
        }
        for (Stretch stretch : stretches) {
            if (stretch instanceof Stretch.Known known) {
                for (Pair pair : known.pairs()) {
                    if (pair.sequence() == home.cursor()) {
                        return pair.id().equals(home.last().get());
                    }
                }
            }
        }
        return true;
    }

    private void advance(long sequence, Optional<MessageId> id, List<Hole> owed) {
        List<Hole> holes = new ArrayList<>(home.holes());
        holes.addAll(owed);
        home.moveTo(sequence, id, holes);
    }

    /** Asks again for what was missing: for messages together, for pages one after the other. */
    private long deliverLate(Watched watched, long newest) {
        List<Hole> holes = home.holes();
        List<Hole> still = new ArrayList<>();
        Delivery delivery = new Delivery(
                services.cas(),
                limit,
                watched,
                (position, id, owed) -> {
                    still.addAll(owed);
                    Stream<Hole> above = holes.stream().flatMap(hole -> hole.above(position).stream());
                    home.owe(Stream.concat(still.stream(), above).toList());
                },
                newest);
        List<Pair> messages = new ArrayList<>();
        for (Hole hole : holes) {
            if (hole.message().isPresent()) {
                messages.add(hole.pair());
            } else {
                delivery.deliver(List.of(new Stretch.Known(messages)), 0);
                messages.clear();
                delivery.deliver(PageWalk.walk(services.cas(), hole), hole.from() - 1);
            }
        }
        delivery.deliver(List.of(new Stretch.Known(messages)), 0);
        return delivery.delivered();
    }

    /** Lets another reader use the home. */
    @Override
    public synchronized void close() {
        home.close();
    }
}
