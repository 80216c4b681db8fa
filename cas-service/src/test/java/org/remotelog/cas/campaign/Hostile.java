package org.remotelog.cas.campaign;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.util.Random;

/** One way of being hostile. */
@FunctionalInterface
interface Hostile {
    /** Does its worst on one connection; returns, or throws, when the server has ended it or it has done enough. */
    void attack(HostAndPort server, Random random) throws IOException;
}
