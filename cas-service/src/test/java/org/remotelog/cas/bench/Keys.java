package org.remotelog.cas.bench;

import com.google.protobuf.UnsafeByteOperations;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.remotelog.proto.cas.Address;

/** The addresses of contents that a server holds, in one array, because there may be millions. */
final class Keys {
    private static final int ADDRESS_BYTES = org.remotelog.format.Address.BYTES;

    private final byte[] addresses;

    Keys(List<Address> all) {
        this.addresses = new byte[all.size() * ADDRESS_BYTES];
        for (int i = 0; i < all.size(); i++) {
            all.get(i).getId().copyTo(addresses, i * ADDRESS_BYTES);
        }
    }

    /** An address, any. */
    Address any() {
        return at(random(1));
    }

    /** Addresses, each another; they are hashes, so neighbours here have nothing in common. */
    List<Address> some(int number) {
        int first = random(number);
        return IntStream.range(first, first + number).mapToObj(this::at).toList();
    }

    private int random(int number) {
        return ThreadLocalRandom.current().nextInt(addresses.length / ADDRESS_BYTES - number + 1);
    }

    private Address at(int index) {
        return Address.newBuilder()
                .setId(UnsafeByteOperations.unsafeWrap(addresses, index * ADDRESS_BYTES, ADDRESS_BYTES))
                .build();
    }
}
