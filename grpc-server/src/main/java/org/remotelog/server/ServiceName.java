package org.remotelog.server;

/**
 * What a service is called, and the defaults that follow.
 *
 * @param command as a process ({@code cas-service}); also names the directory of its jar
 * @param prefix of its environment variables ({@code CAS})
 * @param port its default gRPC port
 * @param metricsPort its default HTTP port
 * @param dataDir its default data directory
 */
public record ServiceName(String command, String prefix, int port, int metricsPort, String dataDir) {}
