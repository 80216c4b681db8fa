package org.remotelog.cas;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.remotelog.format.Address;

/** A store in front of another, for tests that change one thing. */
class ForwardingStore implements ContentStore {
    private final ContentStore store;

    ForwardingStore(ContentStore store) {
        this.store = store;
    }

    @Override
    public CompletionStage<Integer> add(List<Blob> blobs) {
        return store.add(blobs);
    }

    @Override
    public CompletionStage<Optional<ByteString>> get(Address address) {
        return store.get(address);
    }

    @Override
    public CompletionStage<Set<Address>> missing(Set<Address> addresses) {
        return store.missing(addresses);
    }

    @Override
    public CompletionStage<Boolean> quarantine(Address address) {
        return store.quarantine(address);
    }

    @Override
    public void close() {
        store.close();
    }
}
