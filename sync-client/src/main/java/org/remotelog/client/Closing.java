package org.remotelog.client;

/** Closes what cannot fail in a way that matters. */
final class Closing {
    private Closing() {}

    static void quietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot close " + resource, e);
        }
    }
}
