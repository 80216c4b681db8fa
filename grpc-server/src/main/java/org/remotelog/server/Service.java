package org.remotelog.server;

import io.grpc.BindableService;
import java.util.List;

/** What a server serves: gRPC handlers over an open store. */
public interface Service extends AutoCloseable {
    /**
     * The handlers. They are called on Netty's event loops: what may block goes to {@link Workers}.
     * What they throw, or pass to {@code onError}, is answered by the table of {@link
     * org.remotelog.format.Reason}.
     */
    List<BindableService> handlers();

    /** Ends calls that would not end by themselves. Called once, when new ones are refused. */
    default void drain() {}

    /** Closes the store. Called once, after the last call has ended. */
    @Override
    void close();

    /** Opens a service. */
    @FunctionalInterface
    interface Factory {
        /**
         * Opens it.
         *
         * @throws StartupException if the service cannot start; the message is one line for the
         *     operator
         */
        Service open(ServiceContext context);
    }
}
