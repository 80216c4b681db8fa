package org.remotelog.cas.content;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Holds one thread back, so that it reads no more than so many bytes a second. */
final class Pace {
    /** What a short read costs the disk: as much as to read this. */
    private static final long LEAST_BYTES = 16 << 10;

    private final double nanosPerByte;
    private final LongSupplier nanoTime;
    private final Sleep sleep;
    private long free; // When the thread may read again.

    /** How a thread waits. */
    @FunctionalInterface
    interface Sleep {
        void nanos(long nanos) throws InterruptedException;
    }

    Pace(long bytesPerSecond, LongSupplier nanoTime, Sleep sleep) {
        this.nanosPerByte = (double) TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
        this.nanoTime = nanoTime;
        this.sleep = sleep;
        this.free = nanoTime.getAsLong();
    }

    static Pace of(long bytesPerSecond) {
        return new Pace(bytesPerSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    /** For whoever may read as fast as the disk does. */
    static Pace unlimited() {
        return of(Long.MAX_VALUE);
    }

    /** Waits until the bytes that were read before are paid for, then counts these. */
    void read(long bytes) throws InterruptedException {
        long now = nanoTime.getAsLong();
        if (free > now) {
            sleep.nanos(free - now);
        }
        free = Math.max(free, now) + (long) (Math.max(bytes, LEAST_BYTES) * nanosPerByte);
    }
}
