package org.remotelog.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.remotelog.client.home.ReaderState;
import org.remotelog.format.Address;
import org.remotelog.format.MessageId;
import org.remotelog.format.Name;
import org.remotelog.format.SignedRecord;

/** What a reader remembers of one name: the newest head, the cursor, what it is owed, proofs of forks. */
final class ReaderHome {
    private final Home home;
    private final Name name;
    private final AutoCloseable lock;

    private Optional<SignedRecord> seen = Optional.empty();
    private Optional<ByteString> content = Optional.empty();
    private long cursor;
    private Optional<MessageId> last = Optional.empty();
    private List<Hole> holes = new ArrayList<>();
    private final List<LogEvent.Fork> forks = new ArrayList<>();

    ReaderHome(Home home, Name name) {
        this.home = home;
        this.name = name;
        this.lock = home.lock("reader-" + name);
        home.load(stateFile()).ifPresent(this::parse);
        content = home.load(headFile())
                .filter(bytes -> seen.flatMap(SignedRecord::address)
                        .filter(a -> a.matches(bytes))
                        .isPresent());
    }

    private void parse(ByteString bytes) {
        try {
            ReaderState state = ReaderState.parseFrom(bytes);
            seen = some(state.getRecord()).map(envelope -> SignedRecord.verify(name, envelope));
            cursor = state.getCursor();
            last = some(state.getLastId()).map(MessageId::new);
            state.getHoleList().forEach(h -> holes.add(parse(h)));
            state.getForkList()
                    .forEach(fork -> forks.add(new LogEvent.Fork(
                            SignedRecord.verify(name, fork.getRecordA()),
                            SignedRecord.verify(name, fork.getRecordB()))));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the home's file " + stateFile() + " is damaged", e);
        }
    }

    private static Hole parse(org.remotelog.client.home.Hole hole) {
        return new Hole(
                hole.getFrom(),
                hole.getTo(),
                new Address(hole.getAddress()),
                some(hole.getMessageId()).map(MessageId::new),
                hole.getNumber());
    }

    private static Optional<ByteString> some(ByteString bytes) {
        return bytes.isEmpty() ? Optional.empty() : Optional.of(bytes);
    }

    /** The newest head that was accepted. */
    Optional<SignedRecord> seen() {
        return seen;
    }

    /** Its content, if it is at hand. */
    Optional<ByteString> content() {
        return content;
    }

    /** The sequence of the newest message that was delivered; 0 for none. */
    long cursor() {
        return cursor;
    }

    /** Its message id. */
    Optional<MessageId> last() {
        return last;
    }

    /** What is owed, oldest first. */
    List<Hole> holes() {
        return List.copyOf(holes);
    }

    /** Proofs of forks. */
    List<LogEvent.Fork> forks() {
        return List.copyOf(forks);
    }

    void accept(SignedRecord record) {
        if (seen.filter(s -> s.id().equals(record.id())).isEmpty()) {
            seen = Optional.of(record);
            content = Optional.empty();
            save();
        }
    }

    void accept(Head head) {
        home.save(headFile(), head.content());
        seen = Optional.of(head.record());
        content = Optional.of(head.content());
        save();
    }

    void moveTo(long sequence, Optional<MessageId> id, List<Hole> owed) {
        cursor = sequence;
        last = id;
        holes = new ArrayList<>(owed);
        save();
    }

    void addFork(LogEvent.Fork fork) {
        forks.add(fork);
        save();
    }

    private void save() {
        ReaderState.Builder state = ReaderState.newBuilder().setCursor(cursor);
        seen.ifPresent(record -> state.setRecord(record.envelope()));
        last.ifPresent(id -> state.setLastId(id.hash()));
        for (Hole hole : holes) {
            org.remotelog.client.home.Hole.Builder saved = state.addHoleBuilder()
                    .setFrom(hole.from())
                    .setTo(hole.to())
                    .setAddress(hole.address().bytes())
                    .setNumber(hole.number());
            hole.message().ifPresent(id -> saved.setMessageId(id.hash()));
        }
        forks.forEach(fork -> state.addForkBuilder()
                .setRecordA(fork.a().envelope())
                .setRecordB(fork.b().envelope()));
        home.save(stateFile(), state.build().toByteString());
    }

    private String stateFile() {
        return "reader-" + name + ".state";
    }

    private String headFile() {
        return "reader-" + name + ".head";
    }

    void close() {
        Closing.quietly(lock);
    }
}
