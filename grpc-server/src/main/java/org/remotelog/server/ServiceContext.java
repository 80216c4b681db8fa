package org.remotelog.server;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * What the shell lends to a service.
 *
 * @param config what the operator chose
 * @param meters where the service counts
 * @param workers for work that may block
 */
public record ServiceContext(ServerConfig config, MeterRegistry meters, Workers workers) {}
