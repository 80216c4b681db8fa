/**
 * The client library: {@link org.remotelog.client.RemoteLog#writer} is Alice, {@link
 * org.remotelog.client.RemoteLog#reader} is Bob.
 *
 * <p>Calls block, retry what may pass (with backoff and jitter), and end early when their thread is interrupted. What a
 * service refuses is thrown as a {@link org.remotelog.format.RemoteLogException} with its reason, what cannot be reached
 * as a {@link org.remotelog.client.ServiceException}. Neither service is trusted: every byte is verified from the name
 * down.
 */
@NullMarked
package org.remotelog.client;

import org.jspecify.annotations.NullMarked;
