package org.remotelog.cas.campaign;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Something that happens to the files of a stopped server.
 *
 * @param kind of file, and what is done to it
 * @param place where in the file, for a person
 * @param change does it
 * @param check throws where the server does not make of it what it must
 */
record Damage(String kind, String place, Change change, Consumer<Outcome> check) {
    /** Changes files. */
    interface Change {
        void to(DataFiles files) throws IOException;
    }

    @Override
    public String toString() {
        return kind + ", " + place;
    }
}
