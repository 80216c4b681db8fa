package org.remotelog.client;

import java.time.InstantSource;
import org.remotelog.format.Name;

/** How a {@link Reader} is to be. Everything has a default. */
public final class ReaderBuilder {
    private final Services services;
    private final Name name;
    private Home home = Home.inMemory();
    private InstantSource clock = InstantSource.system();

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
}
