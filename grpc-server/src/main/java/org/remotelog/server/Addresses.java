package org.remotelog.server;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Addresses to listen on: as text, as sockets take them, and why one cannot be had. */
final class Addresses {
    private Addresses() {}

    static InetSocketAddress resolve(HostAndPort listen) {
        InetSocketAddress address = new InetSocketAddress(listen.getHost(), listen.getPort());
        if (address.isUnresolved()) {
            throw new StartupException("cannot listen on " + listen + ": unknown host");
        }
        return address;
    }

    static HostAndPort of(InetSocketAddress bound) {
        return HostAndPort.fromParts(InetAddresses.toAddrString(bound.getAddress()), bound.getPort());
    }

    static StartupException cannotListen(HostAndPort listen, IOException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) { // gRPC says "Failed to bind", its cause says why.
            cause = cause.getCause();
        }
        return new StartupException("cannot listen on " + listen + ": " + cause.getMessage(), failure);
    }
}
