package org.remotelog.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.remotelog.client.home.WriterState;
import org.remotelog.format.Name;
import org.remotelog.format.SignedRecord;

/**
 * What a writer signed, kept before it is sent: so that after a crash, or when the NS was restored from an old backup, the
 * same records are sent again and no two are ever signed for one place.
 */
final class WriterHome {
    /** How far back an NS may have been restored: about 90 KiB, written with every append. */
    private static final int MAX_RECORDS = 256;

    private final Home home;
    private final Name name;
    private final AutoCloseable lock;
    private final List<SignedRecord> signed = new ArrayList<>();

    WriterHome(Home home, Name name) {
        this.home = home;
        this.name = name;
        this.lock = home.lock("writer-" + name);
        home.load(stateFile()).ifPresent(this::parse);
    }

    private void parse(ByteString bytes) {
        try {
            WriterState.parseFrom(bytes).getRecordList().forEach(r -> signed.add(SignedRecord.verify(name, r)));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the home's file " + stateFile() + " is damaged", e);
        }
    }

    /** Records that this writer signed, oldest first: the newest at most. */
    List<SignedRecord> signed() {
        return List.copyOf(signed);
    }

    /** The newest head that this writer signed. */
    Optional<Head> newest() {
        if (signed.isEmpty()) {
            return Optional.empty();
        }
        SignedRecord newest = signed.get(signed.size() - 1);
        return home.load(headFile())
                .filter(content ->
                        Head.addressOf(newest).matches(content)) // A crash may have come between the two files.
                .map(content -> Head.verify(newest, content, false));
    }

    /** Saves a head. When it returns, it is on disk. */
    void save(Head head) {
        home.save(headFile(), head.content());
        if (!signed.isEmpty() && !head.record().names(signed.get(signed.size() - 1))) {
            signed.clear(); // It follows another writer's record: what was signed before is no ancestor, or not the
            // nearest.
        }
        signed.add(head.record());
        if (signed.size() > MAX_RECORDS) {
            signed.remove(0);
        }
        WriterState.Builder state = WriterState.newBuilder();
        signed.forEach(record -> state.addRecord(record.envelope()));
        home.save(stateFile(), state.build().toByteString());
    }

    private String stateFile() {
        return "writer-" + name + ".state";
    }

    private String headFile() {
        return "writer-" + name + ".head";
    }

    void close() {
        Closing.quietly(lock);
    }
}
