/**
 * The shell that both services run in: options, ports, health, reflection, metrics, errors, drain.
 *
 * <p>A service implements {@link org.remotelog.server.Service}; {@link
 * org.remotelog.server.GrpcServer} serves it inside any process, and {@link
 * org.remotelog.server.ServiceProcess} makes it a process of its own.
 */
@NullMarked
package org.remotelog.server;

import org.jspecify.annotations.NullMarked;
