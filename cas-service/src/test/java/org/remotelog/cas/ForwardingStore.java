package org.remotelog.cas;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.remotelog.cas.store.Blob;
import org.remotelog.cas.store.ContentStore;
import org.remotelog.cas.store.Entry;
import org.remotelog.cas.store.Lookup;
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
    public CompletionStage<Map<Address, Lookup>> getSome(List<Address> addresses, long maxBytes) {
        return store.getSome(addresses, maxBytes);
    }

    @Override
    public CompletionStage<Map<Address, Entry>> find(Set<Address> addresses) {
        return store.find(addresses);
    }
}
