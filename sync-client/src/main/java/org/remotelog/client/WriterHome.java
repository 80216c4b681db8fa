package org.remotelog.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.remotelog.client.home.WriterState;
import org.remotelog.format.Address;
import org.remotelog.format.Name;
import org.remotelog.format.Page;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.SignedRecord;

/**
 * What a writer signed, kept before it is sent: so that after a crash, or when the NS was restored from an old backup, the
 * same records are sent again and no two are ever signed for one place.
 */
final class WriterHome {
    /** Enough to bridge what an NS may lose without a hole in its history: about 90 KiB, written with every append. */
    private static final int MAX_RECORDS = 256;

    private final Home home;
    private final Name name;
    private final AutoCloseable lock;
    private final List<SignedRecord> chain = new ArrayList<>();
    private ByteString content = ByteString.EMPTY;

    WriterHome(Home home, Name name) {
        this.home = home;
        this.name = name;
        this.lock = home.lock("writer-" + name);
        try {
            home.load(stateFile()).ifPresent(this::parse);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void parse(ByteString bytes) {
        try {
            WriterState state = WriterState.parseFrom(bytes);
            state.getRecordList().forEach(r -> chain.add(SignedRecord.verify(name, r)));
            content = state.getContent();
        } catch (InvalidProtocolBufferException | RemoteLogException e) {
            throw new IllegalStateException("the home's file " + stateFile() + " is damaged", e);
        }
    }

    /**
     * The newest records of the chain that this writer signed at the end of, oldest first, each the predecessor of the next.
     * The last is the writer's own, the first may be another writer's.
     */
    List<SignedRecord> chain() {
        return List.copyOf(chain);
    }

    /** The newest record that this writer signed. */
    Optional<SignedRecord> newest() {
        return chain.isEmpty() ? Optional.empty() : Optional.of(chain.get(chain.size() - 1));
    }

    /** The newest head of the chain whose content is to be published; it was, if the outcome is known. */
    Optional<Head> head() {
        Address address = Address.of(content);
        for (int i = chain.size() - 1; i >= 0; i--) {
            if (chain.get(i).address().filter(address::equals).isPresent()) {
                return Optional.of(new Head(chain.get(i), Page.decode(content), true));
            }
        }
        return Optional.empty();
    }

    /**
     * Saves a head that this writer signed. When it returns, it is on disk.
     *
     * @param before the record that it names
     */
    void save(Optional<SignedRecord> before, Head head) {
        if (newest().filter(head.record()::names).isEmpty()) { // It follows another writer's record.
            chain.clear();
            before.ifPresent(chain::add);
        }
        chain.add(head.record());
        while (chain.size() > MAX_RECORDS) {
            chain.remove(0);
        }
        content = head.content();
        save();
    }

    /**
     * The content of the newest record is not to be published, ever; the record stays, for what comes next chains on it.
     *
     * @param current the head that stays
     */
    void giveUpNewest(Optional<Head> current) {
        content = current.map(Head::content).orElse(ByteString.EMPTY);
        save();
    }

    private void save() {
        WriterState.Builder state = WriterState.newBuilder().setContent(content);
        chain.forEach(record -> state.addRecord(record.envelope()));
        home.save(stateFile(), state.build().toByteString());
    }

    private String stateFile() {
        return "writer-" + name + ".state";
    }

    void close() {
        Closing.quietly(lock);
    }
}
