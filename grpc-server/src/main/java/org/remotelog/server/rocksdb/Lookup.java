package org.remotelog.server.rocksdb;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands under one key of several that were asked for: a value, nothing, or something damaged.
 *
 * @param value empty where there is none, and where it is damaged
 * @param damage what is wrong with the bytes on disk
 */
public record Lookup(Optional<ByteString> value, @Nullable CorruptionException damage) {
    /**
     * The value.
     *
     * @throws CorruptionException if it is damaged
     */
    public Optional<ByteString> orThrow() {
        if (damage != null) {
            throw damage;
        }
        return value;
    }
}
