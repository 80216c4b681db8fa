package org.remotelog.cas;

import org.remotelog.server.ServerConfig;

/** What an operator of a CAS chooses. */
public record CasConfig(ServerConfig server, Limits limits) {}
