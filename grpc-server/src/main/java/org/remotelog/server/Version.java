package org.remotelog.server;

import java.util.Objects;

/** The version of a program, from the manifest of its jar. */
public final class Version {
    private Version() {}

    /** The version of the jar that a class is from; {@code unpackaged} if it is from none. */
    public static String of(Class<?> type) {
        return Objects.requireNonNullElse(type.getPackage().getImplementationVersion(), "unpackaged");
    }
}
