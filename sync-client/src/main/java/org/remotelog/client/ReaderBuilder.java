package org.remotelog.client;

import java.time.InstantSource;
import org.remotelog.format.Name;

/** How a {@link Reader} is to be. Everything has a default. */
public final class ReaderBuilder {
    /** How long a message may be, in bytes: 64 MiB. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = MessageLimit.DEFAULT_BYTES;

    private final Services services;
    private final Name name;
    private Home home = Home.inMemory();
    private InstantSource clock = InstantSource.system();
    private MessageLimit limit = MessageLimit.DEFAULT;

    ReaderBuilder(Services services, Name name) {
        this.services = services;
        this.name = name;
    }

    /** Where the reader remembers where it was; by default in memory only, so that each reader starts at the beginning. */
    public ReaderBuilder home(Home home) {
        this.home = home;
        return this;
    }

    /** What time it is. */
    public ReaderBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    /**
     * The longest message that is taken, serialized; {@value #DEFAULT_MAX_MESSAGE_BYTES} bytes by default. Twice as much memory
     * is needed for it. A longer one is reported as {@link LogEvent.Corrupt}, and asked for again with every read: a reader
     * that takes more gets it.
     *
     * @throws IllegalArgumentException if it is less than 4,128,768, or more than 1 GiB
     */
    public ReaderBuilder maxMessageBytes(int bytes) {
        this.limit = new MessageLimit(bytes);
        return this;
    }

    /**
     * Makes the reader; nothing is fetched yet.
     *
     * @throws IllegalStateException if another reader of the name uses the home
     */
    public Reader open() {
        return new Reader(this);
    }

    Services services() {
        return services;
    }

    Name name() {
        return name;
    }

    Home home() {
        return home;
    }

    InstantSource clock() {
        return clock;
    }

    MessageLimit limit() {
        return limit;
    }
}
