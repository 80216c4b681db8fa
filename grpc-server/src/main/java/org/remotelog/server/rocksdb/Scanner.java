package org.remotelog.server.rocksdb;

import com.google.protobuf.ByteString;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Scans a column, past what is damaged. Used within {@link Database}'s gate. */
final class Scanner {
    private final NativeView view;
    private final Column column;
    private final ByteString to;
    private final int limit;

    /**
     * @param to the end, exclusive
     * @param limit how many entries at most
     */
    Scanner(NativeView view, Column column, ByteString to, int limit) {
        this.view = view;
        this.column = column;
        this.to = to;
        this.limit = limit;
    }

    Scan from(ByteString from) {
        List<View.Entry> entries = new ArrayList<>();
        try {
            view.scan(column, from, to, limit, entries);
        } catch (CorruptionException e) {
            ByteString damaged = behind(entries).orElse(from);
            ByteString readable = firstReadable(damaged);
            return new Scan(
                    entries,
                    Optional.of(new Scan.KeyRange(damaged, readable, e)),
                    readable.equals(to) ? Optional.empty() : Optional.of(readable));
        }
        return new Scan(entries, Optional.empty(), entries.size() < limit ? Optional.empty() : behind(entries));
    }

    private static Optional<ByteString> behind(List<View.Entry> entries) {
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(entries.get(entries.size() - 1).key().concat(ByteString.copyFrom(new byte[1])));
    }

    /**
     * The first key from which the column can be read again. RocksDB does not tell where a damaged block
     * ends, so keys are tried as the numbers that their bytes are: in doubling steps, then between the
     * last that failed and the first that did not.
     */
    private ByteString firstReadable(ByteString damaged) {
        int bytes = Math.max(damaged.size(), to.size());
        BigInteger end = number(to, bytes);
        BigInteger failed = number(damaged, bytes);
        BigInteger readable = end;
        for (BigInteger step = BigInteger.ONE; failed.add(step).compareTo(end) < 0; step = step.shiftLeft(1)) {
            BigInteger tried = failed.add(step);
            if (isReadable(key(tried, bytes))) {
                readable = tried;
                break;
            }
            failed = tried;
        }
        while (readable.subtract(failed).compareTo(BigInteger.ONE) > 0) {
            BigInteger middle = failed.add(readable).shiftRight(1);
            if (isReadable(key(middle, bytes))) {
                readable = middle;
            } else {
                failed = middle;
            }
        }
        return readable.equals(end) ? to : key(readable, bytes);
    }

    private boolean isReadable(ByteString from) {
        try {
            view.scan(column, from, to, 1);
            return true;
        } catch (CorruptionException e) {
            return false;
        }
    }

    private static BigInteger number(ByteString key, int bytes) {
        return new BigInteger(
                1, key.concat(ByteString.copyFrom(new byte[bytes - key.size()])).toByteArray());
    }

    private static ByteString key(BigInteger number, int bytes) {
        byte[] key = new byte[bytes];
        byte[] digits = number.toByteArray(); // With a leading zero where the first bit is set.
        int length = Math.min(digits.length, bytes);
        System.arraycopy(digits, digits.length - length, key, bytes - length, length);
        return ByteString.copyFrom(key);
    }
}
